using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Trust.Retention;

/// <summary>Puts a tenant or one of its members on legal hold: retention keeps their rows, and they can't be anonymised until the hold is released.</summary>
public sealed class PlaceLegalHold : Operation<PlaceHoldFacts, PlaceLegalHold.Input>
{
    public const string Name = "legal_hold.place";

    public sealed record Input(
        [StringLength(200)] [Description("Name of the case, such as its file number.")] string Matter,
        [DataType(DataType.MultilineText)] [Description("Why the data must be kept. Visible to your team only.")] string Reason,
        [Lookup("member")]
        [StringLength(204)]
        [Description("Member of the tenant: their ID, or ext: followed by your ID. Leave blank to hold the whole tenant.")]
            string? Member = null,
        [Description("Last day of the hold, in UTC. Leave blank to hold until it is released.")] DateOnly? Until = null
    );

    public override Input Example => new("2026-117", "Court order to preserve evidence.");

    public override OperationDefinition Definition =>
        new(Name, "Place legal hold", "placed")
        {
            Group = ActionGroup.Data,
            Subject = "tenant",
            Noun = "legal hold",
            UndoWindow = TimeSpan.FromDays(2),
            UndoRequiresStepUp = true,
            RestoredByUndo = "The hold ends. Rows that it kept are deleted by the next run of retention.",
            Synonyms = "litigation hold, preserve, e-discovery, freeze",
        };

    public override async Task<IReadOnlyList<PlaceHoldFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (work.IsLocking)
            await LegalHolds.Lock(work); // before any row, as deletions do, so that they can't wait for each other
        var tenants = await work.List<TenantRow>(
            $"""
            select s.tenant_id, coalesce((select p.members from core.tenant_summaries p where p.tenant_id = s.tenant_id), 0)::bigint as people,
                   (select count(*) + count(h.closed_by) + 1 from core.legal_holds h where h.tenant_id = s.tenant_id) as revision
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var members = string.IsNullOrWhiteSpace(input.Member)
            ? []
            : await work.List<MemberRow>(
                """
                select m.tenant_id, m.member_id from core.members m
                 where m.tenant_id = any(@ids) and case when @named like 'ext:%' then m.external_id = substr(@named, 5) else m.member_id = @named end
                """,
                new { ids, named = input.Member.Trim() }
            );
        var found = members.ToDictionary(member => member.TenantId, member => member.MemberId, StringComparer.Ordinal);
        return
        [
            .. tenants.Select(tenant => new PlaceHoldFacts(
                tenant.TenantId,
                found.GetValueOrDefault(tenant.TenantId),
                work.NewId("hld", tenant.TenantId),
                found.ContainsKey(tenant.TenantId) ? 1 : tenant.People,
                DateOnly.FromDateTime(work.Now.UtcDateTime),
                tenant.Revision
            )),
        ];
    }

    public override Refusal? Refuse(PlaceHoldFacts tenant, Input input) =>
        tenant switch
        {
            _ when string.IsNullOrWhiteSpace(input.Matter) => new("note_needed", $"Enter the name of the case."),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("note_needed", $"Enter a reason."),
            { MemberId: null } when !string.IsNullOrWhiteSpace(input.Member) => new("unknown_member", $"{tenant} has no member with this ID."),
            _ when input.Until < tenant.Today => new("bad_until", $"The last day must be today or later."),
            _ when input.Until > tenant.Today.AddYears(100) => new("bad_until", $"A hold can last at most 100 years. Leave the last day blank."),
            _ => null,
        };

    public override Decision Decide(PlaceHoldFacts tenant, Input input) =>
        new(
            tenant.MemberId is { } member
                ? Sentence.Say($"{new EntityReference(member)} of {tenant} is put on legal hold. Their data isn't deleted, and they can't be anonymised.")
                : Sentence.Say($"{tenant} is put on legal hold. Its data isn't deleted, and neither it nor its members can be anonymised."),
            new Effect("legal_hold", null, tenant.NewId)
        )
        {
            Created = tenant.NewId,
        };

    public override async Task Execute(IReadOnlyList<PlaceHoldFacts> accepted, Input input, UnitOfWork work)
    {
        await LegalHoldRows.Place(
            [.. accepted.Select(tenant => new OpenHold(tenant.NewId, tenant.TenantId, tenant.MemberId))],
            input.Matter.Trim(),
            input.Reason.Trim(),
            Zone.Utc.EndOf(input.Until),
            work
        );
        work.NameById([.. accepted.Select(tenant => (tenant.NewId, tenant.TenantId))], LegalHoldView.EntityKind);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlaceHoldFacts> subjects, string undoneRun, UnitOfWork work) =>
        LegalHoldRows.UndoPlace([.. subjects.Select(subject => subject.TenantId)], undoneRun, work);

    private sealed record TenantRow(string TenantId, long People, long Revision);

    private sealed record MemberRow(string TenantId, string MemberId);
}
