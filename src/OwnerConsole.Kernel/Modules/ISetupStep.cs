namespace OwnerConsole.Kernel.Modules;

/// <summary>A step of the setup checklist on the overview. It is done when the state of the platform says so; no one ticks it.</summary>
public interface ISetupStep
{
    /// <summary>Position in the checklist, smallest first.</summary>
    int Order { get; }

    /// <summary>Name of the step in the page and in the statement that reads all steps.</summary>
    string Key { get; }

    /// <summary>One to four words.</summary>
    string Title { get; }

    /// <summary>Why the step matters, in one line.</summary>
    string Reason { get; }

    /// <summary>Label of the link.</summary>
    string ActionLabel { get; }

    /// <summary>Permission that the step requires; usually the name of an operation.</summary>
    string Permission { get; }

    /// <summary>Permission required to see the state in detail. Everyone else sees only whether the step is done.</summary>
    string ReadPermission { get; }

    /// <summary>Page where the step is done; null for the form of the operation that <see cref="Permission"/> names.</summary>
    string? Address => null;

    /// <summary>False if this installation doesn't need the step, such as backups of an external database.</summary>
    bool IsNeeded => true;

    /// <summary>True if the checklist shows the commands that report a tenant, until the step is done.</summary>
    bool ShowsReportCommands => false;

    /// <summary>Statement that returns one row with number, name and at. All steps are read together, with access to the platform and to no tenant.</summary>
    string Sql { get; }

    SetupState Read(SetupFact fact);
}

/// <summary>What the statement of a step returns.</summary>
/// <param name="Step">Key of the step.</param>
public sealed record SetupFact(string Step, long Number, string? Name, DateTimeOffset? At);

/// <summary>State of a step.</summary>
/// <param name="Detail">A fact such as "3 plans"; for a step that isn't done, what is missing; null to show the reason of the step.</param>
/// <param name="At">Time shown after the detail.</param>
public sealed record SetupState(bool IsDone, string? Detail = null, DateTimeOffset? At = null);
