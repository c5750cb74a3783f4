using System.Text.Json;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Capabilities that the connected application declares with <c>PUT /api/v1/application</c>. Capabilities that are missing are not offered.</summary>
/// <param name="Name">Name of the application, shown on pages and used in tokens.</param>
/// <param name="Version">Version of its release.</param>
/// <param name="ImpersonationUrl">URL that team members are sent to for impersonating a member; null when impersonation is not supported.</param>
/// <param name="Tasks">Console tasks that the application can execute, such as <c>tenant.anonymise</c>.</param>
/// <param name="Operations">Custom operations of the application.</param>
/// <param name="Meters">Usage meters that count its events.</param>
/// <param name="Attributes">Attributes of its tenants: titles, types and metric breakdowns.</param>
/// <param name="Previews">Tasks for which the application can preview the result.</param>
/// <param name="SubjectTypes">Other types of objects inside its tenants that operations can be applied to.</param>
/// <param name="MemberAttributes">Attributes of the members of its tenants: titles and types.</param>
public sealed record ApplicationReport(
    string Name,
    string? Version = null,
    string? ImpersonationUrl = null,
    IReadOnlyList<string>? Tasks = null,
    IReadOnlyList<OperationReport>? Operations = null,
    IReadOnlyList<MeterReport>? Meters = null,
    IReadOnlyList<AttributeReport>? Attributes = null,
    IReadOnlyList<string>? Previews = null,
    IReadOnlyList<SubjectTypeReport>? SubjectTypes = null,
    IReadOnlyList<AttributeReport>? MemberAttributes = null
);

/// <summary>An operation that the application executes as a task.</summary>
/// <param name="Name">Permanent name in the form noun.verb, with words joined by <c>_</c>. Also the name of the required permission.</param>
/// <param name="Title">Button text, starting with a verb.</param>
/// <param name="Done">Past participle for the sentence after a run: <c>recounted</c>.</param>
/// <param name="Subject">Type of its subjects: <c>tenant</c>, <c>member</c>, or one of the application's subject types.</param>
/// <param name="Description">What the operation does, in one sentence.</param>
/// <param name="Input">JSON Schema of its input, a flat object; null when it has no input.</param>
/// <param name="Reversal">How the operation is undone.</param>
/// <param name="Weight">Impact per subject.</param>
/// <param name="CanCancel">The application can stop it on request without leaving it half done.</param>
/// <param name="Minutes">Time limit in minutes, 1 to 10,080.</param>
/// <param name="Preview">The application can preview the result: it then receives a task in the mode <c>preview</c>.</param>
public sealed record OperationReport(
    string Name,
    string Title,
    string Done,
    string Subject = TaskSubjectTypes.Tenant,
    string? Description = null,
    JsonElement? Input = null,
    OperationReversal Reversal = OperationReversal.Never,
    WeightReport? Weight = null,
    bool CanCancel = false,
    int Minutes = 60,
    bool Preview = false
);

/// <summary>Impact of an operation on one subject.</summary>
/// <param name="People">Number of people affected.</param>
/// <param name="MinorUnits">Amount affected, in minor units of the reporting currency.</param>
public sealed record WeightReport(long People = 0, long MinorUnits = 0);

/// <summary>How an application undoes an operation.</summary>
public enum OperationReversal
{
    /// <summary>With a task of the same kind in the mode <c>undo</c>.</summary>
    Compensates,
    Never,
}
