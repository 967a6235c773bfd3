using System.Threading.Channels;
using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Calls of .NET's.</summary>
internal sealed class DotNetCalls : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-dot-net-calls
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var mail = Channel.CreateUnbounded<string>();
            mail.Writer.TryWrite("first");
            yield return Await(token => mail.Reader.ReadAsync(token)).Into(out var letter);
            Console.WriteLine($"{Now:0.0} s  {letter.Result}");

            yield return Settle(WaitFor(Await(token => mail.Reader.ReadAsync(token)), 2.0), out var late);
            Console.WriteLine($"{Now:0.0} s  {late.Exception!.GetType().Name}");       // the read was told to stop

            mail.Writer.TryWrite("second");
            mail.Writer.TryWrite("third");
            mail.Writer.Complete();
            using var letters = ReadAll(mail.Reader.ReadAllAsync());                    // `await foreach`
            while (true)
            {
                yield return letters.Next();
                if (letters.IsAtEnd)
                    break;
                Console.WriteLine($"{Now:0.0} s  {letters.Current}");
            }
        }
        // end-snippet
    }
}
