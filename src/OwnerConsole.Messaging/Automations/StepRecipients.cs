using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Finds the recipients of messages, and applies opt-outs, suppressions, quiet hours and the message limit to them.</summary>
public sealed class StepRecipients(RecipientPolicy policy)
{
    internal const string NoRecipient = "no_recipient";

    internal async Task<ILookup<string, StepRecipient>> Find(Automation automation, MessageChannel channel, IEnumerable<string> tenants, UnitOfWork reading)
    {
        var found = await reading.List<Row>(
            automation.Audience is AutomationAudience.Owner ? OwnerSql : MembersSql,
            new { tenants = tenants.Distinct(StringComparer.Ordinal).ToArray(), isEmail = channel is MessageChannel.Email }
        );
        var decided = await policy.Decide(Rules(automation, channel), [.. found.Select(row => (row.TenantId, row.Recipient, row.Address))], reading);
        var without = tenants.Distinct(StringComparer.Ordinal).Except(found.Select(row => row.TenantId), StringComparer.Ordinal);
        return found
            .Zip(
                decided,
                (row, one) => new StepRecipient(row.TenantId, row.Recipient, row.Name, row.SupportNumber, row.Address, row.Language, one.Exclusion, one.DueAt)
            )
            .Concat(without.Select(tenant => new StepRecipient(tenant, tenant, null, null, null, null, NoRecipient, default)))
            .ToLookup(recipient => recipient.TenantId, StringComparer.Ordinal);
    }

    /// <summary>Counts sent messages for the message limit. The contact address of a tenant has none.</summary>
    internal async Task Count(Automation automation, IReadOnlyList<StepRecipient> sent, UnitOfWork work)
    {
        var members = sent.Where(to => to.IsMember).ToList();
        if (members.Count > 0)
            await RecipientPolicy.Count(
                Rules(automation, MessageChannel.Email),
                [.. members.Select(to => to.TenantId)],
                [.. members.Select(to => to.Recipient)],
                work
            );
    }

    private static MessageRules Rules(Automation automation, MessageChannel channel) =>
        new(automation.Topic, channel, automation.Priority is MessagePriority.Urgent);

    /// <summary>The member who owns the tenant. An email goes to the contact address of the tenant if there is no such member with an address.</summary>
    private const string OwnerSql = $"""
        select t.tenant_id, coalesce(m.member_id, t.tenant_id) as recipient, case when m.member_id is null then t.name else m.name end as name, m.support_number,
               case when m.member_id is null then t.contact_email else m.email end as address, m.language
          from core.tenants t
          left join core.members m on m.tenant_id = t.tenant_id and m.external_id = t.owner_external_id and m.left_at is null and m.anonymised_at is null
           and (not @isEmail or m.email is not null) and {MemberSql.IsNotMerged}
         where t.tenant_id = any(@tenants) and (m.member_id is not null or @isEmail)
         order by t.tenant_id
        """;

    private const string MembersSql = $"""
        select m.tenant_id, m.member_id as recipient, m.name, m.support_number, m.email as address, m.language
          from core.members m
         where m.tenant_id = any(@tenants) and m.left_at is null and m.anonymised_at is null and {MemberSql.IsNotMerged}
         order by m.tenant_id, m.member_id
        """;

    private sealed record Row(string TenantId, string Recipient, string? Name, string? SupportNumber, string? Address, string? Language);
}

/// <summary>A recipient of a step.</summary>
/// <param name="Recipient">ID of the member, or of the tenant for its contact address.</param>
/// <param name="Exclusion">Why it isn't sent; null if it is.</param>
/// <param name="DueAt">When it is sent.</param>
internal sealed record StepRecipient(
    string TenantId,
    string Recipient,
    string? Name,
    string? SupportNumber,
    string? Address,
    string? Language,
    string? Exclusion,
    DateTimeOffset DueAt
)
{
    public bool IsMember => Recipient != TenantId;

    public EmailRecipient To(Mode mode) => new(Name, Address, SupportNumber, mode, Language);
}
