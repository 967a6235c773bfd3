namespace Coroutines.Tests.Analyzers;

/// <summary>CORO005: what waits on the loop's thread.</summary>
public sealed class BlockingCallTests
{
    [Test]
    public void Message_SaysWhatBlocks_AndWhatToDo() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(Task<int> task)
        {
            System.Threading.Thread.Sleep(500);
            Console.WriteLine(task.Result);
            yield break;
        }
        """).Messages.ShouldBe([
            "'System.Threading.Thread.Sleep(...)' blocks the loop, and everything stands still until it is done: 'yield return Sleep(...)' waits and lets the others run",
            "'task.Result' blocks the loop, and everything stands still until it is done: 'yield return Await(...)' waits for the task and lets the others run",
        ]);

    [Test]
    public void WaitForATask_IsReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(Task given, Task<int> other, Func<Task<int>> start)
        {
            given.Wait(); // CORO005
            given.GetAwaiter().GetResult(); // CORO005
            start().ConfigureAwait(false).GetAwaiter().GetResult(); // CORO005
            Task<int> running = start();
            int sum = running.Result; // CORO005
            sum += start().Result; // CORO005
            Task.WaitAll(start(), other); // CORO005
            Task.WaitAny(new[] { other }); // CORO005
            yield return Return(sum);
        }
        """).ShouldBeAsMarked();

    [Test]
    public void WaitForSomethingElse_IsReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(System.Threading.SemaphoreSlim gate, System.Threading.ManualResetEventSlim set, System.Threading.AutoResetEvent handle,
            System.Threading.Thread thread, System.Net.Sockets.Socket socket, System.Collections.Concurrent.BlockingCollection<int> items)
        {
            gate.Wait(); // CORO005
            gate.Wait(TimeSpan.FromSeconds(1)); // CORO005
            set.Wait(); // CORO005
            handle.WaitOne(); // CORO005
            thread.Join(); // CORO005
            socket.Receive(new byte[5]); // CORO005
            socket.Accept(); // CORO005
            items.Take(); // CORO005
            Console.ReadLine(); // CORO005
            yield return null;
            IEnumerator<Awaitable> Inner()
            {
                Console.ReadKey(); // CORO005
                yield break;
            }
        }
        """).ShouldBeAsMarked();

    [Test]
    public void TaskThatSomebodyElseMayHaveAwaited_IsNotReported() => AnalyzedSource.OfMembers("""
        private Task<int> _kept = Task.FromResult(1);

        IEnumerator<Awaitable> M(Task<int> given, Task<int> other, Task<int> asked, Awaitable<int> own, CoTask<int> task)
        {
            yield return Await(given);
            Console.WriteLine(given.Result);
            yield return Await(Task.WhenAll(new[] { other }));
            Console.WriteLine(other.Result);
            if (asked.IsCompleted)
            {
                Console.WriteLine(asked.Result);
            }

            Console.WriteLine(_kept.Result + Task.FromResult(1).Result + own.Result + task.Result);
        }
        """).ShouldBeAsMarked();

    [Test]
    public void WhatDoesNotWait_IsNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(System.Threading.SemaphoreSlim gate, System.Threading.AutoResetEvent handle, Task task, System.Net.Sockets.Socket socket)
        {
            gate.Wait(0);
            handle.WaitOne(TimeSpan.Zero);
            System.Threading.Thread.Sleep(0);
            yield return Readable(socket);
            socket.Receive(new byte[5]);
            if (Console.KeyAvailable)
            {
                Console.ReadKey();
            }
        }
        """).ShouldBeAsMarked();

    [Test]
    public void CallsThatTheLoopDoesNotMake_AreNotReported() => AnalyzedSource.OfMembers("""
        void Method(Task task) => task.Wait();

        IEnumerator<Awaitable> M(Task task)
        {
            yield return ToThread(() => Console.ReadLine());
            yield return ToThread(() => { System.Threading.Thread.Sleep(5); });
            yield return Await(Task.Run(() => task.Wait()));
        }
        """).ShouldBeAsMarked();
}
