using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(12)]
public sealed class AccountTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Withdraw_FromTwoAccounts_DoesNotWaitForTheOther()
    {
        Account one = new(100, SlowlyAllow);
        Account other = new(100, SlowlyAllow);

        WithdrawAtOnce((one, 10), (other, 20));

        _lab.Printout.Lines.ShouldNotBeEmpty("The head office has to be asked before anything is taken.");
        _lab.Printout.ShouldRead(
            ["0.0 s  may 10 be taken?", "0.0 s  may 20 be taken?"],
            "These are two accounts, which have nothing to do with each other: each needs a lock of its own.");
    }

    [Test, Order(2)]
    public void Withdraw_TwiceAtOnce_NeverTakesMoreThanThereIs()
    {
        Account account = new(100, SlowlyAllow);

        WithdrawAtOnce((account, 80), (account, 80)).ShouldBe(
            [true, false],
            "Two withdrawals of 80 at once, and there are 100: only one of them may succeed, the first. "
            + "Have both checked the balance before either has taken its amount?");
        account.Balance.ShouldBe(20, "80 of 100 are taken.");
        _lab.Printout.ShouldRead(
            ["0.0 s  may 80 be taken?"],
            "While the first withdrawal is under way, the second one has to wait, with its check of the balance too: "
            + "then it finds 20, and need not ask the head office. A lock lets one at a time through all of Withdraw.");
    }

    [Test, Order(3)]
    public void Withdraw_OneByOne_AsksTheHeadOfficeEachTime()
    {
        Account account = new(100, SlowlyAllow);

        WithdrawAtOnce((account, 30), (account, 40), (account, 50), (account, 30))
            .ShouldBe([true, true, false, true], "100 - 30 - 40 = 30: there are no 50, but there are 30.");
        account.Balance.ShouldBe(0);
        _lab.Printout.ShouldRead(
            ["0.0 s  may 30 be taken?", "1.0 s  may 40 be taken?", "2.0 s  may 30 be taken?"],
            "The head office has to be asked for each amount that there is, one question after the other: the lock has to be held while "
            + "it is asked. It is not asked for the 50, since there are only 30 then.");
    }

    [Test, Order(4)]
    public void Withdraw_AfterAFailure_WorksAgain()
    {
        Account account = new(100, Fail);

        Outcome<bool>[] outcomes = TryAtOnce((account, 13), (account, 20));

        outcomes[0].Exception.ShouldBeOfType<IOException>("The head office cannot be reached at the first withdrawal.");
        Expected.True(
            outcomes[1].Result,
            "The second withdrawal has to work, although the first one has failed while it held the lock: "
            + "`using` releases it however the block is left.");
        account.Balance.ShouldBe(80, "The failed withdrawal has taken nothing.");

        IEnumerator<Awaitable> Fail(int amount)
        {
            yield return Sleep(1.0);
            yield return amount == 13 ? throw new IOException("the line is dead") : Return(true);
        }
    }

    [Test, Order(5)]
    public void Withdraw_AfterACancel_WorksAgain()
    {
        Account account = new(100, SlowlyAllow);

        _lab.Run(Main());

        account.Balance.ShouldBe(80, "The cancelled withdrawal has taken nothing, and the one after it 20.");

        IEnumerator<Awaitable> Main()
        {
            CoTask<bool> first = CreateTask<bool>(account.Withdraw(30));
            yield return Sleep(0.5);
            first.Cancel();
            yield return Settle(first, out _, includeCancellation: true);
            yield return Settle<bool>(WaitFor<bool>(account.Withdraw(20), 100.0), out var second);
            Expected.True(
                second.IsSuccess,
                "The first withdrawal was cancelled while it held the lock, and the second one waits for ever. "
                + "`using` releases the lock however the block is left.");
        }
    }

    [Test, Order(6)]
    public void Withdraw_ThatIsNotAllowed_TakesNothing()
    {
        Account? account = null;
        account = new Account(100, Refuse);

        Expected.False(WithdrawAtOnce((account, 50))[0], "The head office has said no.");
        account.Balance.ShouldBe(100, "The head office has said no: nothing may be taken.");

        IEnumerator<Awaitable> Refuse(int amount)
        {
            account!.Balance.ShouldBe(100, "While the head office is asked, nothing has been taken yet.");
            yield return Return(false);
        }
    }

    private bool[] WithdrawAtOnce(params (Account Account, int Amount)[] withdrawals)
    {
        Outcome<bool>[] outcomes = TryAtOnce(withdrawals);
        string? failure = outcomes.Select(outcome => outcome.Exception?.Message).FirstOrDefault(message => message is not null);
        failure.ShouldBeNull($"A withdrawal may be refused, but it may not fail. It has failed with: {failure}");
        return [.. outcomes.Select(outcome => outcome.Result)];
    }

    private Outcome<bool>[] TryAtOnce(params (Account Account, int Amount)[] withdrawals)
    {
        return _lab.Run<Outcome<bool>[]>(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return GatherOutcomes<bool>(withdrawals.Select(one => one.Account.Withdraw(one.Amount))).Into(out var outcomes);
            yield return Return(outcomes.Result);
        }
    }

    private IEnumerator<Awaitable> SlowlyAllow(int amount)
    {
        _lab.Print($"may {amount} be taken?");
        yield return Sleep(1.0);
        yield return Return(true);
    }
}
