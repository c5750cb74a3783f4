using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Executes one kind of step for many tenants at once. A wait has no handler, because it only delays the next step.</summary>
public interface IStepHandler
{
    StepKind Kind { get; }

    /// <summary>Reads everything that is needed.</summary>
    /// <param name="reading">Reads all tenants.</param>
    /// <returns>Writes the effects of the step.</returns>
    internal Task<StepWriter> Prepare(StepBatch batch, UnitOfWork reading);
}

/// <summary>Writes the effects of a step, in the transaction that continues the sequences.</summary>
/// <param name="enrollments">Sequences that are still due; the others were advanced by another process.</param>
internal delegate Task StepWriter(IReadOnlySet<string> enrollments, UnitOfWork work);

/// <summary>Sequences that are due at the same step of the same version.</summary>
/// <param name="Tenants">Current values of their tenants, by id.</param>
internal sealed record StepBatch(Automation Automation, int Step, IReadOnlyList<DueEnrollment> Enrollments, IReadOnlyDictionary<string, TenantProfile> Tenants)
{
    public AutomationStep Content => Automation.Steps[Step];

    /// <summary>Tenants of the sequences, with the member that each is about; null for none.</summary>
    public IEnumerable<(string TenantId, string? MemberId)> Sequences => Enrollments.Select(enrollment => (enrollment.TenantId, enrollment.MemberId));
}
