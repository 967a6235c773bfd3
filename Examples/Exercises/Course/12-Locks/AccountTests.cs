using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(12)]
public sealed class AccountTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Withdraw_TwiceAtOnce_NeverTakesMoreThanThereIs()
    {
        Account account = new(100, SlowlyAllow);

        Outcome<bool>[] outcomes = WithdrawAtOnce((account, 80), (account, 80));

        account.Balance.ShouldBe(20, "Two withdrawals of 80 at once, and there are 100: only one of them may succeed. "
            + "Both have checked the balance before either has taken its amount.");
        outcomes.Select(outcome => outcome.Result).ShouldBe([true, false], "Who comes first gets the money.");
    }

    [Test, Order(2)]
    public void Withdraw_OneByOne_AsksTheHeadOfficeEachTime()
    {
        Account account = new(100, SlowlyAllow);

        WithdrawAtOnce((account, 30), (account, 40), (account, 50), (account, 20)).Select(outcome => outcome.Result)
            .ShouldBe([true, true, false, true], "100 - 30 - 40 = 30: there are no 50, but there are 20.");
        account.Balance.ShouldBe(10);
        _lab.Printout.Lines.ShouldContain("0.0 s  may 30 be taken?", "The head office has to be asked before anything is taken.");
        _lab.Printout.Lines.ShouldContain(line => line.EndsWith("may 20 be taken?"), "The head office has to be asked for each amount.");
    }

    [Test, Order(3)]
    public void Withdraw_FromTwoAccounts_DoesNotWaitForTheOther()
    {
        Account one = new(100, SlowlyAllow);
        Account other = new(100, SlowlyAllow);

        WithdrawAtOnce((one, 10), (other, 20));

        _lab.Printout.ShouldRead(
            ["0.0 s  may 10 be taken?", "0.0 s  may 20 be taken?"],
            "These are two accounts, which have nothing to do with each other: each needs a lock of its own.");
    }

    [Test, Order(4)]
    public void Withdraw_AfterAFailure_WorksAgain()
    {
        Account account = new(100, Fail);

        Outcome<bool>[] outcomes = WithdrawAtOnce((account, 13), (account, 20));

        outcomes[0].Exception.ShouldBeOfType<IOException>("The head office cannot be reached at the first withdrawal.");
        outcomes[1].Result.ShouldBeTrue("The second withdrawal has to work, although the first one has failed while it held the lock: "
            + "`using` releases it however the block is left.");
        account.Balance.ShouldBe(80, "The failed withdrawal has taken nothing.");

        IEnumerator<Awaitable> Fail(int amount)
        {
            yield return Sleep(1.0);
            yield return amount == 13 ? throw new IOException("the line is dead") : Return(true);
        }
    }

    [Test, Order(5)]
    public void Withdraw_ThatIsNotAllowed_TakesNothing()
    {
        Account account = new(100, Refuse);

        WithdrawAtOnce((account, 50))[0].Result.ShouldBeFalse("The head office has said no.");
        account.Balance.ShouldBe(100, "The head office has said no: nothing may be taken.");

        IEnumerator<Awaitable> Refuse(int amount)
        {
            yield return Return(false);
        }
    }

    private Outcome<bool>[] WithdrawAtOnce(params (Account Account, int Amount)[] withdrawals)
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
