namespace Coroutines.Testing;

/// <summary>What the attributes of coroutine tests say about how to run one.</summary>
internal interface ICoroutineTestOptions
{
    double VirtualTimeout { get; }

    double RealTimeout { get; }

    int IterationLimit { get; }

    Leftovers Permit { get; }

    bool Debug { get; }

    int Explore { get; }

    int Seed { get; }

    /// <summary>The options for one test; what is 0 stands for the default.</summary>
    sealed TestOptions ToTestOptions()
    {
        TestOptions defaults = new();
        return new TestOptions
        {
            VirtualTimeout = VirtualTimeout == 0 ? defaults.VirtualTimeout : VirtualTimeout,
            RealTimeout = RealTimeout == 0 ? defaults.RealTimeout : RealTimeout,
            IterationLimit = IterationLimit == 0 ? defaults.IterationLimit : IterationLimit,
            Permitted = Permit,
            Debug = Debug,
        };
    }
}
