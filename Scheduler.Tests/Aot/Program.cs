using System.Diagnostics;
using System.Runtime.CompilerServices;
using Coroutines.Aot;

// `Aot loop` measures instead.
if (args is ["loop"])
{
    Console.WriteLine($"{LoopTime.Measure():0.0} ns for each step, dynamic code {RuntimeFeature.IsDynamicCodeSupported}");
    return 0;
}

// What is to hold of the library however a program that uses it was published.
var checks = new Checks();
var watch = Stopwatch.StartNew();
checks.RunAll();
Console.WriteLine($"{checks.Passed} checks passed, {checks.Failed} failed, {watch.ElapsedMilliseconds} ms, dynamic code {RuntimeFeature.IsDynamicCodeSupported}");
return checks.Failed == 0 ? 0 : 1;
