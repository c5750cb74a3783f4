namespace OwnerConsole.Kernel.Operations;

/// <summary>Groups of the actions menu, in the order shown.</summary>
public enum ActionGroup
{
    Access,

    /// <summary>Plan and trial.</summary>
    Plan,

    /// <summary>Limits and credits.</summary>
    Limits,
    Communication,
    Data,

    /// <summary>Actions that remove something or can't be restored.</summary>
    Danger,
}
