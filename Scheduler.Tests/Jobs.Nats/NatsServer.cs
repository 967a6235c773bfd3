using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>A real server with JetStream, on a port and a folder of its own. It may be killed, and started again on what it has stored.</summary>
internal sealed class NatsServer : IDisposable
{
    private const string Name = "nats-server";
    private const int PatienceInMilliseconds = 30_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("coroutines-nats-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    /// <summary>Where the program is; null where it is not installed.</summary>
    internal static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Select(static folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    internal string Url => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{_port}");

    /// <summary>Starts it, and comes back when it answers.</summary>
    internal void Start()
    {
        string[] arguments = ["-js", "-sd", _folder, "-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-l", Path.Combine(_folder, "log")];
        _process = Process.Start(Program!, arguments);
        var patience = Stopwatch.StartNew();
        while (!Answers())
        {
            if (_process.HasExited || patience.ElapsedMilliseconds > PatienceInMilliseconds)
            {
                throw new InvalidOperationException($"{Name} does not answer: {File.ReadAllText(Path.Combine(_folder, "log"))}");
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>Kills it by signal 9: nothing that it wanted to write later is written.</summary>
    internal void Kill()
    {
        if (_process is { } process)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient { ReceiveTimeout = 1_000 };
            client.Connect(IPAddress.Loopback, _port);
            return client.GetStream().ReadByte() == 'I';
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
