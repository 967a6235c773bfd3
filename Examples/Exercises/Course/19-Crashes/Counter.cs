using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Counter
{
    /// <summary>Where it listens.</summary>
    public const int Port = 7000;

    /// <summary>The main coroutine of the server. It works, as long as it does not crash.</summary>
    public static IEnumerator<Awaitable> Main(SimulatedFile log)
    {
        // The numbers of the lines that were counted.
        var counted = new HashSet<string>();
        int total = 0;

        // What it has written down before a crash.
        yield return log.ReadToEnd().Into(out var all);
        string text = Encoding.UTF8.GetString(all.Result);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            total += int.Parse(line.Split(' ')[1]);
        }

        yield return StartServer(Serve, null, Port).Into(out var server);
        yield return server.Result.ServeForever();

        IEnumerator<Awaitable> Serve(CoStream client)
        {
            var lines = client.ReadLines();
            while (true)
            {
                yield return lines.Next();
                if (lines.IsAtEnd)
                {
                    yield break;
                }

                string[] words = lines.Current.Split(' ');
                if (counted.Add(words[0]))
                {
                    total += int.Parse(words[1]);
                    yield return log.Append(Encoding.UTF8.GetBytes(lines.Current + "\n"));
                }

                client.Write($"{total}\n");
            }
        }
    }
}
