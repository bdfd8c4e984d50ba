package io.ledgerline.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a node to its database. While it is cut, nothing gets through, and nobody is told. */
final class Wire implements AutoCloseable {

    private final int target;
    private final ServerSocket door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private boolean cut;

    /** @param target the database's port */
    Wire(int target) throws IOException {
        this.target = target;
        start(this::accept, "accept");
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, "wire-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    synchronized void cut() {
        cut = true;
    }

    /** All goes on, as if it had only been slow. */
    synchronized void mend() {
        cut = false;
        notifyAll();
    }

    /**
     * The database has given up its connections meanwhile. Nodes aren't told: they find out when they have sent something,
     * which is how it is after a network was away for longer; who only waits for an answer waits for ever.
     */
    synchronized void mendForNewConnections() {
        lines.forEach(Line::die);
        mend();
    }

    private synchronized void awaitMended() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket node = door.accept();
                awaitMended();
                lines.add(new Line(node));
            }
        } catch (IOException | InterruptedException closed) {
            // Nobody can come in any more.
        }
    }

    /** A connection of a node, and its other end. */
    private final class Line {

        private final Socket node;
        private final Socket database = new Socket();
        private volatile boolean dead;

        Line(Socket node) {
            this.node = node;
            start(this::connect, "line");
        }

        private void connect() {
            try {
                database.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                node.setTcpNoDelay(true);
                database.setTcpNoDelay(true);
                start(() -> pump(node, database), "to-database");
                start(() -> pump(database, node), "to-node");
            } catch (IOException refused) {
                close();
            }
        }

        private void pump(Socket from, Socket to) {
            byte[] chunk = new byte[8192];
            try {
                for (int length; (length = from.getInputStream().read(chunk)) >= 0; ) {
                    awaitMended();
                    if (dead) {
                        break;
                    }
                    to.getOutputStream().write(chunk, 0, length);
                }
                awaitMended();
            } catch (IOException broken) {
                // The other one is told.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            // What the database said last doesn't arrive on a dead line; a node that says something learns that it is
            // dead.
            if (!dead || from == node) {
                close();
            }
        }

        private void die() {
            dead = true;
            close(database);
        }

        private void close() {
            close(node);
            close(database);
            lines.remove(this);
        }

        private void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no use any more anyway.
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        lines.forEach(Line::close);
    }
}
