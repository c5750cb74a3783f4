using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Controls the import of history: until the first month is closed, reports and events can have past dates.</summary>
public static class ImportWindow
{
    /// <summary>Ends imports: earlier data is no longer accepted. Does nothing when imports have already ended.</summary>
    public static Task EndImports(this UnitOfWork work) =>
        work.Execute("update core.reporting set imports_until = clock_timestamp() where imports_until is null");

    /// <summary>Allows imports again and stops closing months.</summary>
    public static Task ResumeImports(this UnitOfWork work) => work.Execute("update core.reporting set imports_until = null");
}
