namespace Coroutines.Tests.Fuzzing;

/// <summary>A few fuzzed requests in each run of the suite; the Cake target Fuzz sends more.</summary>
internal sealed class FuzzTests
{
    [TestCase(1)]
    [TestCase(2)]
    public void FuzzedRequests_GetAnswersAndNothingElse_AndServeServesOn(int seed)
    {
        using var fuzz = new ServeFuzz(seed);
        fuzz.Run(0, 300).ShouldBeNull();
        fuzz.Statuses.Keys.ShouldContain(200);
        fuzz.Statuses.Keys.ShouldContain(400);
    }

    [Test]
    public void FuzzedRequests_FollowFromTheSeed()
    {
        string First(int seed) => Convert.ToHexString([.. new RequestFuzzer(seed).Make(7).Pieces.SelectMany(static piece => piece.Bytes.ToArray())]);
        First(1).ShouldBe(First(1));
        First(1).ShouldNotBe(First(2));
    }
}
