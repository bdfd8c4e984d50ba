# syntax=docker/dockerfile:1

# Builds with the wrapper, so that Maven's version is the project's own.
FROM eclipse-temurin:25.0.4_7-jdk-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -DskipTests -pl application -am package
# The same program with its 200 jars beside it instead of in it: there the JVM finds its classes sooner.
RUN java -Djarmode=tools -jar application/target/ledgerline.jar extract --destination ledgerline

FROM eclipse-temurin:25.0.4_7-jre-noble
RUN groupadd --system --gid 10001 ledgerline \
    && useradd --system --uid 10001 --gid ledgerline --home-dir /data --shell /usr/sbin/nologin ledgerline \
    && install --directory --owner=ledgerline --group=ledgerline --mode=700 /data
COPY --from=build /source/ledgerline /opt/ledgerline
USER ledgerline
WORKDIR /data
VOLUME /data
EXPOSE 8080

# On all interfaces of the container, so it doesn't start without log-in: give it one of Spring's keys, such as
# -e SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI=https://id.example/realms/shop
ENV LEDGERLINE_DATADIRECTORY=/data \
    SERVER_ADDRESS=0.0.0.0 \
    MALLOC_ARENA_MAX=2

# Bash talks HTTP itself: the image has no need of another client.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1[.][01] 200' <&3"]

# The collector and the headers of ./ledgerline, and its end when memory is short. The heap is a share of what the container is given, which is unknown here.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=60", "-jar", "/opt/ledgerline/ledgerline.jar"]
