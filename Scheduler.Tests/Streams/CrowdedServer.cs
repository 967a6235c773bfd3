using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coroutines.Tests.Streams;

/// <summary>A server in a process of its own that may have only so many descriptors.</summary>
internal sealed class CrowdedServer : IDisposable
{
    private const int PatienceInMilliseconds = 60_000;

    private readonly int _limit;
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly int _port;
    private readonly Socket _inquirer;

    internal CrowdedServer(SelectorKind kind, int descriptors)
    {
        _limit = descriptors;
        string host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

        // The limit of the process that the shell becomes, and of nobody else.
        string command = string.Create(CultureInfo.InvariantCulture, $"ulimit -n {descriptors}; exec \"$0\" \"$@\"");
        string[] arguments = ["-c", command, host, typeof(CrowdedServerProgram).Assembly.Location, CrowdedServerProgram.Name, $"{kind}"];
        _process = Process.Start(new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        _port = int.TryParse(_process.StandardOutput.ReadLine(), CultureInfo.InvariantCulture, out int port)
            ? port
            : throw new InvalidOperationException($"It has not begun to serve: {_errors}");
        _inquirer = Visit();
    }

    /// <summary>How many descriptors it has open.</summary>
    internal int DescriptorCount => Directory.GetFiles($"/proc/{_process.Id}/fd").Count(IsLimited);

    /// <summary>What it has written about its errors; whole when it is over.</summary>
    internal string Errors => _errors.ToString();

    internal CrowdedServerStatus Status() => CrowdedServerStatus.Read(Ask(_inquirer, CrowdedServerProgram.Status));

    /// <summary>The same, once the system has refused so many connections.</summary>
    internal CrowdedServerStatus StatusAfter(int refusals) =>
        CrowdedServerStatus.Read(Ask(_inquirer, string.Create(CultureInfo.InvariantCulture, $"{CrowdedServerProgram.StatusAfter}{refusals}")));

    /// <summary>A new connection; the system takes it, whether or not the server does.</summary>
    internal Socket Visit()
    {
        var visitor = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = PatienceInMilliseconds,
        };
        visitor.Connect(IPAddress.Loopback, _port);
        return visitor;
    }

    /// <summary>Sends a line, and has the answer.</summary>
    internal static string Ask(Socket visitor, string line)
    {
        visitor.Send(Encoding.ASCII.GetBytes($"{line}\n"));
        var answer = new StringBuilder();
        byte[] letter = new byte[1];
        while (visitor.Receive(letter) > 0 && letter[0] != (byte)'\n')
        {
            answer.Append((char)letter[0]);
        }

        return answer.ToString();
    }

    // One that it has inherited may have a higher number.
    private bool IsLimited(string path) => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture) < _limit;

    public void Dispose()
    {
        _inquirer.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
