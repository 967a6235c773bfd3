using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Testing;

/// <summary>
/// A method that returns a coroutine, as NUnit sees it: one that runs to its end when it is called. So names, arguments,
/// expected results and everything else that NUnit does with a test method stay NUnit's.
/// </summary>
internal sealed class CoroutineMethod(IMethodInfo method, ICoroutineTestOptions options, bool returnsResult) : IMethodInfo
{
    public ITypeInfo TypeInfo => method.TypeInfo;

    public System.Reflection.MethodInfo MethodInfo => method.MethodInfo;

    public string Name => method.Name;

    public bool IsAbstract => method.IsAbstract;

    public bool IsPublic => method.IsPublic;

    public bool IsStatic => method.IsStatic;

    public bool ContainsGenericParameters => method.ContainsGenericParameters;

    public bool IsGenericMethod => method.IsGenericMethod;

    public bool IsGenericMethodDefinition => method.IsGenericMethodDefinition;

    // NUnit refuses a test that returns something unless something is expected, and the other way round.
    public ITypeInfo ReturnType => new TypeWrapper(returnsResult ? typeof(object) : typeof(void));

    public IParameterInfo[] GetParameters() => method.GetParameters();

    public Type[] GetGenericArguments() => method.GetGenericArguments();

    public IMethodInfo MakeGenericMethod(params Type[] typeArguments) =>
        new CoroutineMethod(method.MakeGenericMethod(typeArguments), options, returnsResult);

    public T[] GetCustomAttributes<T>(bool inherit)
        where T : class => method.GetCustomAttributes<T>(inherit);

    public bool IsDefined<T>(bool inherit)
        where T : class => method.IsDefined<T>(inherit);

    public object? Invoke(object? fixture, params object?[]? args) =>
        options.Explore > 0
            ? new CoroutineTestExploration(fixture, method, args, returnsResult).Perform(options)
            : CoroutineTestRun.Perform(fixture, method, args, options.ToTestOptions(), returnsResult);
}
