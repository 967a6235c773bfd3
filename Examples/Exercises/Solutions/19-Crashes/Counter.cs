using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Counter
{
    /// <summary>Where it listens.</summary>
    public const int Port = 7000;

    /// <summary>The main coroutine of the server.</summary>
    public static IEnumerator<Awaitable> Main(SimulatedFile log)
    {
        // The numbers of the lines that were counted.
        var counted = new HashSet<string>();
        int total = 0;

        // What it has written down before a crash.
        yield return log.ReadToEnd().Into(out var all);
        string text = Encoding.UTF8.GetString(all.Result);
        int whole = text.LastIndexOf('\n') + 1;
        foreach (string line in text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            counted.Add(words[0]);
            total += int.Parse(words[1]);
        }

        yield return log.Truncate(whole);
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

                yield return log.Flush();
                client.Write($"{total}\n");
            }
        }
    }
}
