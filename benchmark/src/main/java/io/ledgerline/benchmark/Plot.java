package io.ledgerline.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** Lines over two axes, as SVG that needs nothing else. */
final class Plot {

    private static final int WIDTH = 940;
    private static final int HEIGHT = 380;
    private static final int LEFT = 70;
    private static final int RIGHT = 330;
    private static final int TOP = 34;
    private static final int BOTTOM = 48;
    private static final List<String> COLOURS =
            List.of("#1f6fb4", "#d1642a", "#2f8f4e", "#8a4fb0", "#b03a52", "#6b6b6b", "#a58b00", "#138a8a");

    /** Where something is on an axis, from 0 to 1, and what is written beside it. */
    private record Axis(String name, DoubleUnaryOperator place, List<Double> ticks) {

        /** From nothing to a little more than the most. */
        static Axis linear(String name, DoubleStream values) {
            double most = Math.max(1e-9, values.max().orElse(1));
            double step = Math.pow(10, Math.floor(Math.log10(most)));
            step = most / step < 2 ? step / 5 : most / step < 5 ? step / 2 : step;
            List<Double> ticks = new ArrayList<>();
            for (double tick = 0; tick < most + step; tick += step) {
                ticks.add(tick);
            }
            double end = ticks.get(ticks.size() - 1);
            return new Axis(name, value -> value / end, ticks);
        }

        static Axis logarithmic(String name, DoubleStream values, double base) {
            double[] positive = values.filter(value -> value > 0).sorted().toArray();
            double least = positive.length == 0 ? 1 : positive[0];
            double most = positive.length == 0 ? 1 : positive[positive.length - 1];
            long first = (long) Math.floor(Math.log(least) / Math.log(base) + 1e-9);
            long last = Math.max(first + 1, (long) Math.ceil(Math.log(most) / Math.log(base) - 1e-9));
            List<Double> ticks = new ArrayList<>();
            for (long power = first; power <= last; power++) {
                ticks.add(Math.pow(base, power));
            }
            return new Axis(
                    name,
                    value -> (Math.log(Math.max(value, ticks.get(0))) / Math.log(base) - first) / (last - first),
                    ticks);
        }
    }

    /** A point of a line. */
    record Point(double x, double y) {}

    private record Line(String name, List<Point> points) {}

    private final String title;
    private final String xName;
    private final String yName;
    private final double xBase;
    private final boolean yLogarithmic;
    private final List<Line> lines = new ArrayList<>();

    /**
     * @param xBase of the logarithms along the x axis; 0 if it is linear
     */
    Plot(String title, String xName, double xBase, String yName, boolean yLogarithmic) {
        this.title = title;
        this.xName = xName;
        this.xBase = xBase;
        this.yName = yName;
        this.yLogarithmic = yLogarithmic;
    }

    void add(String name, List<Point> points) {
        if (!points.isEmpty()) {
            lines.add(new Line(name, points));
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String svg() {
        Axis x = axis(
                xName,
                xBase,
                lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::x));
        Axis y = axis(
                yName,
                yLogarithmic ? 10 : 0,
                lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::y));
        StringBuilder svg = new StringBuilder(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' font-family='sans-serif' font-size='12'>%n"
                        .formatted(WIDTH, HEIGHT, WIDTH));
        text(svg, LEFT, 18, "start", "font-weight='bold'", title);
        for (double tick : x.ticks()) {
            svg.append(line(x(x, tick), TOP, x(x, tick), HEIGHT - BOTTOM));
            text(svg, x(x, tick), HEIGHT - BOTTOM + 16, "middle", "", number(tick));
        }
        for (double tick : y.ticks()) {
            svg.append(line(LEFT, y(y, tick), WIDTH - RIGHT, y(y, tick)));
            text(svg, LEFT - 6, y(y, tick) + 4, "end", "", number(tick));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "", x.name());
        text(svg, 14, (TOP + HEIGHT - BOTTOM) / 2.0, "middle", "class='up'", y.name());
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), TOP + 14 + 18 * i, x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    private static Axis axis(String name, double base, DoubleStream values) {
        return base == 0 ? Axis.linear(name, values) : Axis.logarithmic(name, values, base);
    }

    private static void draw(StringBuilder svg, Line line, String colour, int legend, Axis x, Axis y) {
        StringBuilder way = new StringBuilder();
        for (Point point : line.points()) {
            way.append("%.1f,%.1f ".formatted(x(x, point.x()), y(y, point.y())));
            svg.append("<circle cx='%.1f' cy='%.1f' r='2.5' fill='%s'><title>%s: %s, %s</title></circle>%n"
                    .formatted(
                            x(x, point.x()),
                            y(y, point.y()),
                            colour,
                            Page.escaped(line.name()),
                            number(point.x()),
                            number(point.y())));
        }
        svg.append("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.6'/>%n".formatted(way, colour));
        text(svg, WIDTH - RIGHT + 12, legend, "start", "fill='%s'".formatted(colour), line.name());
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.place().applyAsDouble(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.place().applyAsDouble(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#ddd'/>%n".formatted(x1, y1, x2, y2);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String attributes, String text) {
        String turned =
                attributes.equals("class='up'") ? "transform='rotate(-90 %.1f %.1f)'".formatted(x, y) : attributes;
        svg.append("<text x='%.1f' y='%.1f' text-anchor='%s' %s>%s</text>%n"
                .formatted(x, y, anchor, turned, Page.escaped(text)));
    }

    private static String number(double value) {
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
