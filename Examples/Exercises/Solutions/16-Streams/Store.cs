using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Store
{
    /// <summary>How long a client may take for a command, in seconds.</summary>
    public const double Patience = 60.0;

    /// <summary>Serves one client of the store, until it sends no more, or nothing for too long.</summary>
    public static IEnumerator<Awaitable> Serve(CoStream stream, Dictionary<string, byte[]> things)
    {
        while (true)
        {
            yield return Settle(WaitFor(stream.ReadLine(), Patience), out var line);
            if (line.Exception is TimeoutException)
            {
                stream.Write("bye\n");
                yield break;
            }

            if (line.Result is null)
            {
                yield break;
            }

            string[] words = line.Result.Split(' ');
            if (words is ["put", var name, var number] && int.TryParse(number, out int length) && length >= 0)
            {
                yield return Settle(stream.ReadExactly(length), out var bytes);
                if (bytes.Exception is IncompleteReadException)
                {
                    yield break;
                }

                things[name] = bytes.Result;
                stream.Write("stored\n");
            }
            else if (words is ["get", var wanted] && things.TryGetValue(wanted, out byte[]? value))
            {
                stream.Write($"value {value.Length}\n");
                stream.Write(value);
            }
            else
            {
                stream.Write(words is ["get", _] ? "none\n" : "what?\n");
            }

            yield return stream.Drain();
        }
    }
}
