using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Erases every personal value of a tenant and its people, in place. Nothing brings them back.</summary>
public sealed class AnonymiseTenant : Operation<AnonymiseTenant.Facts, AnonymiseTenant.Nothing>
{
    public sealed record Nothing;

    public sealed record Facts(string TenantId, long Revision, bool IsAnonymised, long People) : ISubject
    {
        public string Id => TenantId;
    }

    public override Declaration Is =>
        new("tenant.anonymise", "Anonymise tenant", "anonymised") { Reversal = Reversal.Never, StaysGone = "Names, addresses and numbers of everybody in it." };

    public override Task<IReadOnlyList<Facts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) =>
        work.List<Facts>(
            $"""
            select s.tenant_id, s.revision, s.lifecycle = 'anonymised' as is_anonymised,
                   (select count(*) from core.members m where m.tenant_id = s.tenant_id) as people
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );

    public override Refusal? Refuse(Facts tenant, Nothing input) => tenant.IsAnonymised ? new("already_anonymised", $"{tenant} is anonymised already.") : null;

    public override Decision Decide(Facts tenant, Nothing input) =>
        new($"{tenant} and {tenant.People} people in it lose their names for ever.", new Effect("lifecycle", null, "anonymised"))
        {
            Weight = new(People: tenant.People),
            Send = [Message.Event("tenant.anonymised", new { })],
        };

    public override async Task Execute(IReadOnlyList<Facts> accepted, Nothing input, Work work)
    {
        var ids = accepted.Select(tenant => tenant.Id).ToArray();
        await work.Do(
            """
            update core.tenants
               set name = 'Tenant ' || right(tenant_id, 4), external_id = tenant_id, contact_email = null, owner_name = null, owner_external_id = null, stripe_customer_ids = '{}'
             where tenant_id = any(@ids)
            """,
            new { ids }
        );
        await work.Do("delete from core.support_numbers where tenant_id = any(@ids)", new { ids });
        await work.Do(
            "update core.members set name = null, email = null, external_id = member_id, support_number = '#U000000000' where tenant_id = any(@ids)",
            new { ids }
        );
        await work.Do("update core.tenant_status set lifecycle = 'anonymised', revision = revision + 1 where tenant_id = any(@ids)", new { ids });
    }
}
