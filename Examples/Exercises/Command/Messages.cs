namespace Coroutines.Exercises.Command;

/// <summary>All that the command itself says, in each language: the English text and the Japanese one side by side.</summary>
/// <remarks>
/// What a failed test says is not here, but in the tests, and in Japanese in the files <c>messages.ja</c>: see <see cref="FailureTranslation"/>.
/// </remarks>
internal sealed class Messages(Language language)
{
    internal Language Language => language;

    // The command line.

    internal string Usage => In(
        """
        dotnet run --project Examples/Exercises                    the progress, and what to do next
        dotnet run --project Examples/Exercises -- 3               all tests of exercise 3
        dotnet run --project Examples/Exercises -- --watch [3]     checks whenever you save a file
        dotnet run --project Examples/Exercises -- --hint [3]      a hint for the next exercise, or for exercise 3
        dotnet run --project Examples/Exercises -- --solution 3    a solution of exercise 3
        dotnet run --project Examples/Exercises -- --report FILE   all results, for a program that grades: as .json, or JUnit's .xml
          --language ja, --language en                             with any of them: the language, if not the system's
        """,
        """
        dotnet run --project Examples/Exercises                    進み具合と、次にやることを表示します
        dotnet run --project Examples/Exercises -- 3               演習 3 のテストをすべて実行します
        dotnet run --project Examples/Exercises -- --watch [3]     ファイルを保存するたびにテストを実行します
        dotnet run --project Examples/Exercises -- --hint [3]      次の演習 (または演習 3) のヒントを表示します
        dotnet run --project Examples/Exercises -- --solution 3    演習 3 の解答例を表示します
        dotnet run --project Examples/Exercises -- --report FILE   採点用に、すべての結果をファイルに書きます (.json、または JUnit の .xml)
          --language ja, --language en                             表示言語を指定します (どのコマンドにも付けられます)
        """);

    internal string AllSolved => In("All exercises are solved. Well done!", "すべての演習が解けました。おつかれさまでした！");

    internal string NothingToHintAt => In("All exercises are solved: there is nothing left to hint at.", "すべての演習が解けています。もうヒントは要りません。");

    internal string NoSolutions => In("This copy of the course has no solutions.", "この教材のコピーには解答例が含まれていません。");

    internal string UnknownLanguage => In("The option --language takes en or ja.", "オプション --language に指定できるのは en か ja です。");

    internal string Incomplete(string folder) => In(
        $"The folder {folder} has to hold one file to edit and one file of tests. What is missing comes back by `git checkout -- {folder}`, and what there is beside is not for it.",
        $"フォルダー {folder} には、編集するファイルとテストのファイルが 1 つずつなければなりません。足りないものは `git checkout -- {folder}` で元に戻せます。余分なファイルは置けません。");

    internal string NotUnderstood(string arguments, int exercises) => In(
        $"'{arguments}' is not understood; the exercises have the numbers 1 to {exercises}.",
        $"'{arguments}' は解釈できません。演習の番号は 1 から {exercises} までです。");

    internal string CannotWrite(string path, string reason) => In($"{path} cannot be written: {reason}", $"{path} に書き込めません: {reason}");

    internal string GradesWritten(int solved, int exercises, string path) => In(
        $"{solved} of {exercises} exercises are solved: {path}",
        $"{exercises} 問中 {solved} 問が解けています: {path}");

    internal string NeedsATerminal => In(
        "--watch needs a terminal: its keys, and a screen to show what it finds.",
        "--watch にはターミナルが必要です。キー入力を受け取り、結果を画面に表示するためです。");

    // The report.

    internal string Solved => In("Solved.", "解けました。");

    internal string Read => In("read ", "読む  ");

    internal string Edit => In("edit ", "編集  ");

    internal string Tests => In("tests", "テスト");

    internal string Passed => In("ok    ", "成功");

    internal string Failed => In("FAILED", "失敗");

    internal string BeforeTheFirstTest => In("(before the first test)", "(最初のテストの前)");

    internal string PrintedByYourCode => In("Your code has written to the console:", "あなたのコードがコンソールに出力した内容:");

    internal string RunAgain => In(
        "Run it again after each change. If you need a hint:",
        "変更するたびに、もう一度実行してください。ヒントが必要なときは:");

    internal string SolvedOf(int solved, int exercises) => In($"{solved} of {exercises} solved", $"{exercises} 問中 {solved} 問が解けました");

    internal string TestsPass(int passed, int tests) => In($"{passed} of {tests} tests pass", $"テスト {tests} 件中 {passed} 件が成功");

    internal string TestsPassed(int passed, int tests) => In($"{passed} of {tests} tests pass.", $"テスト {tests} 件中 {passed} 件が成功しました。");

    internal string Next(int number, string title) => In($"Next: {number}. {title}", $"次の演習: {number}. {title}");

    internal string NoticedIn(string file) => In($"NOTICED in {file}", $"気づいた点 ({file})");

    internal string AtLine(int line, string text) => In($"Line {line}: {text}", $"{line} 行目: {text}");

    internal string DoesNotCompile => In("does not compile", "コンパイルできません");

    internal string ErrorsIn(string file) => In($"DOES NOT COMPILE {file}", $"コンパイルエラー ({file})");

    internal string TestsMissSomething => In(
        "The tests use what your file does not have, or not any more.",
        "テストが使うものが、あなたのファイルにありません。消したり、名前を変えたりしていませんか。");

    internal string NothingRuns => In("No test can run before this compiles.", "コンパイルできるようになるまで、テストは実行できません。");

    internal string ErrorsMore(int count) => In($"... and {count} errors more", $"... 残りのエラー {count} 件");

    internal string LinesMore(int count) => In($"... and {count} lines more", $"... 残り {count} 行");

    // What some of the compiler's errors mean in a coroutine.

    internal string YieldIsNoReturn => In(
        "what a coroutine yields is what it waits for: a value is returned by `yield return Return(...);` (exercise 7), and `yield return null;` waits for the next turn",
        "コルーチンが yield するのは、待つ対象です。値を返すには `yield return Return(...);` (演習 7)、次の順番を待つだけなら `yield return null;` と書きます");

    internal string AwaitTheCall => In(
        "this is a coroutine, and nobody runs it yet: `yield return Await(...);` runs it, and waits for its end",
        "これはコルーチンで、まだ誰も実行していません。`yield return Await(...);` で実行し、終わりを待ちます");

    internal string NotYetTheResult => In(
        "this can be waited for, and is not the result itself: `yield return` waits for it, `.Into(out var x)` keeps it, and `x.Result` is the value then (exercise 7)",
        "これは待つ対象で、結果そのものではありません。`yield return` で待ち、`.Into(out var x)` で受け取れば、そのあと `x.Result` が値になります (演習 7)");

    internal string NoYieldBesideACatch => In(
        "C# has no `yield return` in a `try` with a `catch`: `yield return Settle(..., out var outcome);` waits, and after that you look whether `outcome` has failed (exercise 10)",
        "C# では、`catch` のある `try` の中に `yield return` を書けません。`yield return Settle(..., out var outcome);` で待ち、そのあと `outcome` が失敗かどうかを見ます (演習 10)");

    internal string YieldInsteadOfAwait => In(
        "a coroutine needs neither `async` nor `await`: it waits by `yield return`, as in `yield return Sleep(1.0);` (exercise 5)",
        "コルーチンに `async` や `await` は要りません。`yield return Sleep(1.0);` のように、`yield return` で待ちます (演習 5)");

    // The watch mode.

    internal string Keys => In(
        "h hint   n next   l list   r reset   s solution   Enter check again   q quit",
        "h ヒント   n 次の演習   l 一覧   r 最初に戻す   s 解答例   Enter 再確認   q 終了");

    internal string Checking => In("Checking ...", "確認中 ...");

    internal string CheckedAt(string time) => In($"Checked at {time}.", $"{time} に確認しました。");

    internal string HasSolved(int number, string title) => In($"SOLVED {number}. {title}", $"解けました: {number}. {title}");

    internal string MayGoOn => In(
        "n goes on to the next exercise, and s shows a solution: there may be a shorter way than yours.",
        "n で次の演習に進み、s で解答例を表示します。もっと短い書き方が見つかるかもしれません。");

    internal string HintFor(int number, string title) => In($"Hint for {number}. {title}", $"ヒント: {number}. {title}");

    internal string SolveItFirst => In(
        "Solve it first: then the solution shows another way, perhaps. (h gives a hint.)",
        "まず自分で解いてください。解けたら、解答例で別の書き方が見つかるかもしれません。(h でヒントを表示します)");

    internal string AskForReset(string file) => In(
        $"Put {file} back to its beginning? What you have written is lost. (y: yes, any other key: no)",
        $"{file} を最初の状態に戻しますか？ 書いたものは失われます。(y: はい、ほかのキー: いいえ)");

    internal string HasReset(string file) => In($"{file} is as it was at the beginning.", $"{file} を最初の状態に戻しました。");

    internal string NothingChanged => In("Nothing was changed.", "何も変更していません。");

    internal string NoBeginning(string path) => In(
        $"There is no copy of its beginning: git restore {path}",
        $"最初の状態のコピーがありません: git restore {path}");

    // What the library's analyzers have found.

    internal string CodeAfterReturn => In(
        "this never runs, since the `yield return Return(...)` before it has ended the coroutine (exercise 7)",
        "この行は実行されません。手前の `yield return Return(...)` でコルーチンが終わっています (演習 7)");

    internal string NobodyRuns(string called) => In(
        $"calling {called} only makes a coroutine, and nobody runs it (exercise 2)",
        $"{called} を呼び出してもコルーチンが作られるだけで、誰も実行していません (演習 2)");

    internal string NobodyWaits(string called) => In(
        $"{called} only says what to wait for: without a `yield return` nobody waits (exercise 5)",
        $"{called} は何を待つかを表すだけです。`yield return` しないかぎり、誰も待ちません (演習 5)");

    internal string RunTwice(string called) => In(
        $"the coroutine in {called} has been run already, and a coroutine runs only once",
        $"{called} に入っているコルーチンはすでに実行されています。コルーチンは一度しか実行できません");

    // Of the other findings, the English text is the analyzer's own.

    internal string BlocksTheLoop(string message, string called) => In(
        message,
        $"{called} はループをブロックし、終わるまですべてが止まります。代わりに、待つ対象を `yield return` してください");

    internal string BlocksTheLoopInside(string message, string called) => In(
        message,
        $"{called} がタスクを返すのは終わってからで、それまですべてが止まります。同期メソッドを ToThread に渡してください");

    internal string LockedAroundAYield(string message, string called) => In(
        message,
        $"コルーチンが待っているあいだも {called} はロックされたままですが、ほかのコルーチンは素通りします。CoLock を使うか、ロックの外で `yield return` してください");

    internal string NobodyReads(string message, string called) => In(
        message,
        $"{called} を誰も読まないので、失敗が失われます。調べるか、ThrowIfFailed() を呼ぶか、わざと捨てるなら out _ と書いてください");

    internal string LimitsAllThatFollows(string message, string called) => In(
        message,
        $"{called} は、コルーチンの残り全体を制限します。制限したい部分を using ({called}) で囲んでください");

    internal string SwallowsCancels(string message, string called) => In(
        message,
        $"{called} がキャンセルを受け止めてもループが続くので、このコルーチンを終わらせられません。outcome が IsCancelled ならループを抜けるか、キャンセルを受け取らないようにしてください");

    private string In(string english, string japanese) => language == Language.Japanese ? japanese : english;
}
