using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Duplicates;
using OwnerConsole.Tenants.Duplicates.Public;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Merges two tenants of the same customer. The application merges them and reports the result; the console moves no data and records the merge.</summary>
public sealed class MergeTenant(ApplicationTasks tasks, DeclarationCache declarations, Database database) : ConsoleTask<MergeTenant.Input>(tasks, declarations)
{
    /// <summary>Input of the operation.</summary>
    /// <param name="Into">The remaining tenant.</param>
    /// <param name="Name">Whose name the remaining tenant has.</param>
    /// <param name="Plan">Whose plans it has.</param>
    /// <param name="Subscription">Whose subscription continues.</param>
    public sealed record Input(
        [Lookup("tenant")] [StringLength(204)] [Description("Tenant to keep: its ID, or ext: followed by your ID.")] string Into,
        [Description("Tenant whose name remains.")] MergeSource Name = MergeSource.Kept,
        [Description("Tenant whose plans and limits remain.")] MergeSource Plan = MergeSource.Kept,
        [Description("Tenant whose subscription continues. Your application ends the other one.")] MergeSource Subscription = MergeSource.Kept
    );

    public override Input Example => new("ext:acme");

    public override OperationDefinition Definition { get; } =
        new(ConsoleTasks.MergeTenants, "Merge tenant", "merged")
        {
            Synonyms = "combine tenants, same customer",
            Reversal = Reversal.Compensates,
            IsExternal = true,
            IsUndoExternal = true,
            RestoredByUndo = "Your application separates both tenants again.",
            NotRestoredByUndo = "Subscriptions that your application has ended, unless it starts them again.",
        };

    protected override string Subject => TaskSubjectTypes.Tenant;

    /// <remarks>
    /// The other tenant is read on a separate connection, because a run can read its own tenants only. Merges are loaded for execution one after the other, so
    /// two crossing merges don't start both.
    /// </remarks>
    public override async Task<IReadOnlyList<TaskTarget>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (work.IsLocking)
            await OpenTenantMerges.Lock(work);
        var targets = await base.Load(ids, input, work);
        await using var reading = await database.Read(work.Stop);
        var into = input.Into.Trim();
        var known = await MergedTenant.List(ids, into, reading);
        return [.. targets.Select(target => WithOther(target, into, known))];
    }

    public override Refusal? Refuse(TaskTarget tenant, Input input) =>
        base.Refuse(tenant, input)
        ?? (tenant.Other, tenant.IsNeeded) switch
        {
            _ when tenant.MergedInto is { } into => new("merged", $"{tenant} was merged into {new EntityReference(into)}."),
            _ when tenant.IsBeingErased => new("underway", $"{tenant} is being anonymised."),
            (null, _) => new("unknown_into", $"No other tenant with the same mode as {tenant} has this ID."),
            ({ } other, _) when other.Id == tenant.Id => new("itself", $"{tenant} can't be merged with itself."),
            ({ MergedInto: { } into } other, _) => new(
                "into_merged",
                $"{other} was merged into {new EntityReference(into)}: choose {new EntityReference(into)} instead."
            ),
            ({ IsAnonymised: true } other, _) => new("into_anonymised", $"{other} is anonymised."),
            ({ IsBeingErased: true } other, _) => new("into_anonymised", $"{other} is being anonymised."),
            ({ IsInProgress: true } other, _) => new("merge_in_progress", $"{other} is already being merged."),
            (_, true) => new("needed", $"Another tenant is being merged into {tenant}."),
            _ => null,
        };

    public override Decision Decide(TaskTarget tenant, Input input) =>
        new(
            $"Your application merges {tenant}, with {tenant.People:person|people}, into {tenant.Other!}. Name of the {input.Name} tenant, plan of the {input.Plan} tenant, subscription of the {input.Subscription} tenant.",
            new Effect("merged_into", null, tenant.Other!.Id)
        )
        {
            Weight = new(People: tenant.People),
            Send = [ApplicationTasks.OfferedMessage(tenant.TaskId)],
        };

    protected override async Task<IReadOnlyList<SummaryLine>> Summarise(TaskTarget tenant, Input input, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop); // the form's connection can read its own tenant only
        return await MergedTenantValues.Compare(tenant.Id, tenant.Other!.Id, input, reading);
    }

    /// <summary>Sends the remaining tenant with the application's ID, and the choices.</summary>
    protected override JsonElement GetPayload(TaskTarget tenant, Input input) =>
        Json.Element(
            new
            {
                Into = new { tenant.Other!.Id, tenant.Other.ExternalId },
                input.Name,
                input.Plan,
                input.Subscription,
            }
        );

    public override async Task<Message?> Finish(string tenantId, string subjectId, string runId, UnitOfWork work)
    {
        await TenantMerges.Record(tenantId, runId, work);
        return null;
    }

    public override async Task<Message?> Restore(string tenantId, string subjectId, string runId, UnitOfWork work)
    {
        await TenantMerges.Separate(tenantId, runId, work);
        return null;
    }

    /// <summary>Skips merges that can't be undone because a tenant was anonymised or the remaining tenant was merged again.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TaskTarget> subjects, string undoneRun, UnitOfWork work)
    {
        var merged = await TenantMerges.FindMerged([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        return await base.Undo(
            [
                .. subjects.Where(subject =>
                    subject.Unsent is not null
                    || (merged.Contains(subject.Id) && !subject.IsAnonymised && subject.Other is { IsAnonymised: false, IsInProgress: false, MergedInto: null })
                ),
            ],
            undoneRun,
            work
        );
    }

    private static TaskTarget WithOther(TaskTarget target, string into, IReadOnlyList<MergedTenant> known)
    {
        var own = known.FirstOrDefault(tenant => tenant.Id == target.Id);
        var other = known.FirstOrDefault(tenant => tenant.Mode == target.Mode && (tenant.Id == into || $"ext:{tenant.ExternalId}" == into));
        return target with
        {
            MergedInto = own?.MergedInto,
            IsNeeded = own?.IsNeeded ?? false,
            IsBeingErased = own?.IsBeingErased ?? false,
            Other = other?.ToTarget(),
        };
    }
}
