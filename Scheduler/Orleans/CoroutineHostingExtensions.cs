using Coroutines.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Orleans.Hosting;

/// <summary>Sets up silos and clients for grains whose methods are coroutines.</summary>
public static class CoroutineHostingExtensions
{
    /// <summary>Sets up a silo for grains that are a <see cref="CoroutineGrain"/>, and lets the exceptions of the library cross between processes.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    /// <returns>The silo.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static ISiloBuilder AddCoroutines(this ISiloBuilder builder, Action<CoroutineGrainOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddExceptions(builder.Services);
        builder.Services.AddOptions<CoroutineGrainOptions>().Configure(options => configure?.Invoke(options));
        builder.Services.AddSingleton<SiloLoops>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static services => services.GetRequiredService<SiloLoops>());
        return builder;
    }

    /// <summary>Lets the exceptions of the library come back from the grains that a client calls, each as what it is.</summary>
    /// <param name="builder">The client.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IClientBuilder AddCoroutines(this IClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddExceptions(builder.Services);
        return builder;
    }

    private static void AddExceptions(IServiceCollection services) => services.Configure<ExceptionSerializationOptions>(static options =>
    {
        Func<Type, bool> others = options.SupportedExceptionTypeFilter;
        options.SupportedExceptionTypeFilter = type => IsOfTheLibrary(type) || others(type);
    });

    private static bool IsOfTheLibrary(Type type) =>
        type.Namespace is "Coroutines" || type.Namespace?.StartsWith("Coroutines.", StringComparison.Ordinal) == true;
}
