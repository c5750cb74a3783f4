using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Access.Public;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>
/// Schedules the deletion of a tenant and blocks its access. After the waiting period, the application and the console erase its personal data.
/// </summary>
public sealed class DeleteTenant : Operation<DeletionFacts, DeleteTenant.Input>
{
    public const string Name = "tenant.delete";

    /// <summary>Longest waiting period in days. A run can be undone until its own waiting period ends.</summary>
    public const int MaxDays = 90;

    /// <summary>Waiting period in days unless another is chosen.</summary>
    public const int DefaultDays = 30;

    public sealed record Input(
        [StringLength(500)]
        [DataType(DataType.MultilineText)]
        [Description("Why it is deleted. Kept as evidence after the deletion, so don't enter personal data.")]
            string Reason,
        [Range(0, MaxDays)] [Description("Days until the data is erased, 0 to 90. Until then, the deletion can be cancelled.")] int WaitingDays = DefaultDays
    );

    public override Input Example => new("The contract has ended.");

    public override OperationDefinition Definition =>
        new(Name, "Delete tenant", "scheduled for deletion")
        {
            IsDestructive = true,
            PeopleEffect = new("loses access", "lose access"),
            AffectsRevenue = true,
            Synonyms = "delete, remove, erase, gdpr, offboard, close account",
            Reversal = Reversal.Compensates,
            UndoWindow = TimeSpan.FromDays(MaxDays),
            UndoDescription = "Can be undone until the waiting period ends. Your application is notified of both.",
            OfferedFirst = ConsoleTasks.Export,
            RestoredByUndo = "The deletion is cancelled, and people can sign in again.",
            NotRestoredByUndo = "After the waiting period: names, addresses, notes, tags and attributes, here and in your application.",
        };

    public override Task<IReadOnlyList<DeletionFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => DeletionFacts.Load(ids, work);

    public override Refusal? Refuse(DeletionFacts tenant, Input input) =>
        tenant switch
        {
            { DeletionId: not null } => new("already_scheduled", $"{tenant} is already scheduled for deletion."),
            { Hold: { } hold } => new("legal_hold", $"{tenant} can't be deleted because of legal hold {new EntityReference(hold.HoldId)}. Release it first."),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("note_needed", $"Enter a reason."),
            _ when input.WaitingDays is < 0 or > MaxDays => new("out_of_bounds", $"The waiting period must be 0 to {MaxDays} days."),
            _ => null,
        };

    public override Decision Decide(DeletionFacts tenant, Input input) =>
        new(Describe(tenant, input), new Effect("deletion", null, tenant.NewId))
        {
            Created = tenant.NewId,
            Weight = new(People: tenant.People),
            Send = tenant.HasAccess ? [DeletionMessages.Scheduled, DeletionAccess.BlockedMessage] : [DeletionMessages.Scheduled],
        };

    public override Task Execute(IReadOnlyList<DeletionFacts> accepted, Input input, UnitOfWork work)
    {
        DeletionAccess.Block([.. accepted.Where(tenant => tenant.HasAccess).Select(tenant => tenant.Id)], work);
        work.NameById([.. accepted.Select(tenant => (tenant.NewId, tenant.TenantId))], "deletion");
        UndoPeriod.EndAfter(TimeSpan.FromDays(input.WaitingDays), work); // no button offers an undo once the data is being erased
        return DeletionRows.Schedule(accepted, input.Reason.Trim(), input.WaitingDays, work);
    }

    // The facts are from before the undo, so access that it restores is still blocked.
    public override Message[] GetUndoMessages(DeletionFacts tenant) =>
        tenant.IsBlocked ? [DeletionMessages.Cancelled, DeletionAccess.RestoredMessage] : [DeletionMessages.Cancelled];

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeletionFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var cancelled = await DeletionRows.UndoSchedule([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);
        await DeletionAccess.Restore(cancelled, work);
        return cancelled;
    }

    protected override async Task<IReadOnlyList<SummaryLine>> Summarise(DeletionFacts tenant, Input input, UnitOfWork work)
    {
        var export = await DeletionView.FindLastExport(tenant.TenantId, work);
        return
        [
            new("Last export", null, export?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "None"),
            new("Kept", null, DeletionTexts.Kept),
            new("Erased after the waiting period", null, DeletionTexts.Erased),
        ];
    }

    private static Sentence Describe(DeletionFacts tenant, Input input) =>
        (tenant.HasAccess, input.WaitingDays) switch
        {
            (true, 0) => Sentence.Say($"{tenant} loses access. The data of {tenant.People:person|people} is erased at once."),
            (true, _) => Sentence.Say($"{tenant} loses access. The data of {tenant.People:person|people} is erased after {input.WaitingDays:day}."),
            (false, 0) => Sentence.Say($"The data of {tenant} and {tenant.People:person|people} is erased at once."),
            _ => Sentence.Say($"The data of {tenant} and {tenant.People:person|people} is erased after {input.WaitingDays:day}."),
        };
}
