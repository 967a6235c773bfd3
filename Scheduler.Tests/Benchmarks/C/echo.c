/* An echo server on epoll with nothing around it: what a connection costs at least. Prints where it listens. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 256, ROOM = 256 * 1024 };

/* What was received and is not sent yet; nothing is received meanwhile. */
struct connection {
    int descriptor;
    size_t start;
    size_t end;
    char *unsent;
};

static char buffer[ROOM];
static int poller;

static void require(int isDone, const char *what)
{
    if (!isDone) {
        perror(what);
        exit(1);
    }
}

static void watch(int operation, int descriptor, unsigned events, void *data)
{
    struct epoll_event event = { .events = events, .data.ptr = data };
    require(epoll_ctl(poller, operation, descriptor, &event) == 0, "epoll_ctl");
}

static void drop(struct connection *connection)
{
    close(connection->descriptor);
    free(connection->unsent);
    free(connection);
}

/* The number of bytes that were taken, or -1 where the connection is broken. */
static ssize_t send_some(int descriptor, const char *bytes, size_t count)
{
    ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL);
    return sent >= 0 ? sent : errno == EAGAIN || errno == EINTR ? 0 : -1;
}

static void on_readable(struct connection *connection)
{
    ssize_t received = recv(connection->descriptor, buffer, ROOM, 0);
    if (received < 0 && (errno == EAGAIN || errno == EINTR))
        return;

    ssize_t sent = received > 0 ? send_some(connection->descriptor, buffer, received) : -1;
    if (sent < 0) {
        drop(connection);
    } else if (sent < received) {
        connection->unsent = malloc(received - sent);
        require(connection->unsent != NULL, "malloc");
        memcpy(connection->unsent, buffer + sent, received - sent);
        connection->start = 0;
        connection->end = received - sent;
        watch(EPOLL_CTL_MOD, connection->descriptor, EPOLLOUT, connection);
    }
}

static void on_writable(struct connection *connection)
{
    ssize_t sent = send_some(connection->descriptor, connection->unsent + connection->start, connection->end - connection->start);
    if (sent < 0) {
        drop(connection);
        return;
    }

    connection->start += sent;
    if (connection->start == connection->end) {
        free(connection->unsent);
        connection->unsent = NULL;
        watch(EPOLL_CTL_MOD, connection->descriptor, EPOLLIN, connection);
    }
}

static void accept_all(int listener)
{
    int descriptor;
    while ((descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        int on = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *connection = calloc(1, sizeof *connection);
        require(connection != NULL, "calloc");
        connection->descriptor = descriptor;
        watch(EPOLL_CTL_ADD, descriptor, EPOLLIN, connection);
    }
}

int main(void)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    require(listener >= 0, "socket");
    require(bind(listener, (struct sockaddr *)&address, size) == 0, "bind");
    require(listen(listener, 1024) == 0, "listen");
    require(getsockname(listener, (struct sockaddr *)&address, &size) == 0, "getsockname");
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);

    poller = epoll_create1(0);
    require(poller >= 0, "epoll_create1");
    watch(EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
    for (;;) {
        struct epoll_event events[BATCH];
        int count = epoll_wait(poller, events, BATCH, -1);
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection == NULL)
                accept_all(listener);
            else if (connection->unsent != NULL)
                on_writable(connection);
            else
                on_readable(connection);
        }
    }
}
