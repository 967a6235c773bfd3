using System.Net.Sockets;

namespace Coroutines.Tests.IO;

// Many sockets, and many rounds.
internal abstract partial class SelectorContract
{
    [Test]
    public void ManySockets_AllReady_ComeAsOneBatch()
    {
        ConnectedPair[] pairs = [.. Enumerable.Range(0, 200).Select(_ => Connect())];
        foreach (ConnectedPair pair in pairs)
        {
            _selector.Watch(pair.Registration, Interest.Read);
            pair.SendFromFar();
            pair.Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
        }

        (Registration, Interest)[] batch = Poll(Patience);

        batch.ShouldBe(pairs.Select(pair => (pair.Registration, Interest.Read)), ignoreOrder: true);
    }

    [Test]
    public void ManySockets_SomeReadyAndSomeUnregistered_OnlyTheRightOnesAreReported()
    {
        ConnectedPair[] pairs = [.. Enumerable.Range(0, 200).Select(_ => Connect())];
        foreach (ConnectedPair pair in pairs)
        {
            _selector.Watch(pair.Registration, Interest.Read);
        }

        for (int i = 0; i < pairs.Length; i++)
        {
            if (i % 3 == 0)
            {
                _selector.Watch(pairs[i].Registration, Interest.None);
            }

            if (i % 2 == 0)
            {
                pairs[i].SendFromFar();
                pairs[i].Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
            }
        }

        IEnumerable<(Registration, Interest)> expected =
            pairs.Where((_, i) => i % 2 == 0 && i % 3 != 0).Select(pair => (pair.Registration, Interest.Read));
        Poll(Patience).ShouldBe(expected, ignoreOrder: true);
    }

    [Test]
    public void Poll_WarmedUp_AllocatesNothing()
    {
        ConnectedPair[] pairs = [.. Enumerable.Range(0, 10).Select(_ => Connect())];
        pairs[0].SendFromFar();
        Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Round();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Round()
        {
            foreach (ConnectedPair pair in pairs)
            {
                _selector.Watch(pair.Registration, Interest.Both);
                _selector.Watch(pair.Registration, Interest.Read);
            }

            _selector.Poll(Patience);
            _selector.Wake();
            _selector.Poll(0);
            foreach (ConnectedPair pair in pairs)
            {
                _selector.Watch(pair.Registration, Interest.None);
            }
        }
    }
}
