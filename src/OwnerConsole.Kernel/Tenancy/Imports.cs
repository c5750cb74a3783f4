using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Until the first month is closed, history is imported: reports and events say when they were.</summary>
public static class Imports
{
    /// <summary>From now on nothing earlier is taken in; nothing happens where that is so already.</summary>
    public static Task EndImports(this Work work) => work.Do("update core.reporting set imports_until = clock_timestamp() where imports_until is null");

    /// <summary>No month is closed any more.</summary>
    public static Task ResumeImports(this Work work) => work.Do("update core.reporting set imports_until = null");
}
