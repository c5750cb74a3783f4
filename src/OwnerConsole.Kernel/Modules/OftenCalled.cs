namespace OwnerConsole.Kernel.Modules;

/// <summary>On a route that programs call for everything that happens: its calls have a limit of their own, far above that of the others.</summary>
public sealed class OftenCalled
{
    /// <summary>For each key.</summary>
    public const int CallsASecond = 1000;
}
