using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A bank account, whose balance may never be below zero.</summary>
/// <param name="balance">What is in it at first.</param>
/// <param name="askHeadOffice">A coroutine that returns whether the head office allows the amount; it takes its time.</param>
public sealed class Account(int balance, Func<int, IEnumerator<Awaitable>> askHeadOffice)
{
    private readonly CoLock _gate = new();

    public int Balance { get; private set; } = balance;

    /// <summary>Returns true, with the amount taken, or false if there is not so much or the head office says no.</summary>
    public IEnumerator<Awaitable> Withdraw(int amount)
    {
        yield return _gate.Acquire().Into(out var held);
        using (held.Result)
        {
            if (Balance < amount)
            {
                yield return Return(false);
            }

            yield return Await<bool>(askHeadOffice(amount)).Into(out var allowed);
            if (allowed.Result)
            {
                Balance -= amount;
            }

            yield return Return(allowed.Result);
        }
    }
}
