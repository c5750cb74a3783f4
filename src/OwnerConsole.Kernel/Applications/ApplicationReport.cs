using System.Text.Json;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the connected application says it can do: <c>PUT /api/v1/application</c>. What it leaves out it doesn't offer.</summary>
/// <param name="Name">of the application, as pages and tokens call it</param>
/// <param name="Version">of its release</param>
/// <param name="ImpersonationUrl">where a person of the team is sent to act as one of its members; null when nobody can</param>
/// <param name="Tasks">the console's own tasks that it carries out, such as <c>tenant.anonymise</c></param>
/// <param name="Operations">its own</param>
/// <param name="Meters">what is counted of its events</param>
/// <param name="Attributes">of its tenants: what they are called, what their values are, and what numbers can be cut by</param>
/// <param name="Previews">of its tasks: those of which it says beforehand what it would do</param>
/// <param name="SubjectTypes">what else it has inside of its tenants, so that operations can be done to it</param>
public sealed record ApplicationReport(
    string Name,
    string? Version = null,
    string? ImpersonationUrl = null,
    IReadOnlyList<string>? Tasks = null,
    IReadOnlyList<OperationReport>? Operations = null,
    IReadOnlyList<MeterReport>? Meters = null,
    IReadOnlyList<AttributeReport>? Attributes = null,
    IReadOnlyList<string>? Previews = null,
    IReadOnlyList<SubjectTypeReport>? SubjectTypes = null
);

/// <summary>An operation that the application carries out as a task.</summary>
/// <param name="Name">permanent: words joined by <c>_</c>, a full stop, words; also the permission it asks for</param>
/// <param name="Title">verb first, as on its button</param>
/// <param name="Done">the past participle of the sentence after it ran: <c>recounted</c></param>
/// <param name="Subject">what it is done to: <c>tenant</c>, <c>member</c>, or the name of one of its subject types</param>
/// <param name="Input">JSON Schema of its input: a flat object; null when it needs none</param>
/// <param name="Reversal">how it is taken back</param>
/// <param name="Weight">what is at stake for each subject</param>
/// <param name="CanCancel">it stops half-way when it is asked to, and leaves nothing half-done</param>
/// <param name="Minutes">until it has to be done, 1 to 10,080</param>
/// <param name="Preview">it says beforehand what it would do: asked by a task of the mode <c>preview</c></param>
public sealed record OperationReport(
    string Name,
    string Title,
    string Done,
    string Subject = TaskSubject.Tenant,
    string? Description = null,
    JsonElement? Input = null,
    TaskReversal Reversal = TaskReversal.Never,
    WeightReport? Weight = null,
    bool CanCancel = false,
    int Minutes = 60,
    bool Preview = false
);

/// <summary>What is at stake.</summary>
/// <param name="People">who lose or gain something</param>
/// <param name="MinorUnits">money in the reporting currency</param>
public sealed record WeightReport(long People = 0, long MinorUnits = 0);

/// <summary>How an application takes back what it has done.</summary>
public enum TaskReversal
{
    /// <summary>By a task of the same kind in the mode <c>undo</c>.</summary>
    Compensates,
    Never,
}
