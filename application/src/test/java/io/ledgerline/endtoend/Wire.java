package io.ledgerline.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Between a program and a server: it can be cut, or hang so that nothing comes through and nobody is told, and be mended. */
final class Wire implements AutoCloseable {

    private final String host;
    private final int port;
    private final InetSocketAddress here;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private ServerSocket listening;
    private volatile boolean hanging;

    /**
     * @param server host:port
     */
    Wire(String server) throws IOException {
        host = server.substring(0, server.lastIndexOf(':'));
        port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        here = new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
        accept(listening);
    }

    String address() {
        return "127.0.0.1:" + here.getPort();
    }

    /** Connections are closed, and new ones refused. */
    void cut() throws IOException {
        listening.close();
        closeAll();
    }

    /** What is sent is lost. */
    void hang() {
        hanging = true;
    }

    void mend() throws IOException {
        closeAll();
        hanging = false;
        if (listening.isClosed()) {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(here);
            accept(listening);
        }
    }

    private void accept(ServerSocket door) {
        thread(() -> {
            while (true) {
                Socket caller = door.accept();
                Socket called = new Socket(host, port);
                ends.add(caller);
                ends.add(called);
                thread(() -> pass(caller, called));
                thread(() -> pass(called, caller));
            }
        });
    }

    private void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (!hanging) {
                    out.write(bytes, 0, read);
                }
            }
        } finally {
            ends.remove(from);
            ends.remove(to);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One of its ends was closed.
                    }
                },
                "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() throws IOException {
        for (Socket end : ends) {
            end.close();
        }
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
