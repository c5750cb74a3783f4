using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Finds the recipients of messages, and applies opt-outs, suppressions, quiet hours and the message limit to them.</summary>
public sealed class StepRecipients(AddressHashes hasher, IEnumerable<MessageTopic> topics)
{
    internal async Task<ILookup<string, StepRecipient>> Find(Automation automation, MessageChannel channel, IEnumerable<string> tenants, UnitOfWork reading)
    {
        var found = await reading.List<Row>(
            automation.Audience is AutomationAudience.Owner ? OwnerSql : MembersSql,
            new { tenants = tenants.Distinct(StringComparer.Ordinal).ToArray(), isEmail = channel is MessageChannel.Email }
        );
        var hashes = channel is MessageChannel.Email ? await hasher.Of(channel, found.Select(row => row.Address), reading.Stop) : new byte[]?[found.Count];
        var policies = await reading.List<PolicyRow>(
            """
            select preferences.exclusion(k.tenant_id, k.recipient, k.hash, @Topic, @channel) as exclusion,
                   not @isUrgent and preferences.is_capped(k.tenant_id, k.recipient, @Topic, now()) as is_capped,
                   preferences.earliest(k.tenant_id, k.recipient, now(), @isUrgent or @channel = 'in_app') as due_at
              from unnest(@tenants, @recipients, @hashes) with ordinality k(tenant_id, recipient, hash, nth)
             order by k.nth
            """,
            new
            {
                tenants = found.Select(row => row.TenantId).ToArray(),
                recipients = found.Select(row => row.Recipient).ToArray(),
                hashes,
                automation.Topic,
                channel,
                isUrgent = automation.Priority is MessagePriority.Urgent,
            }
        );
        var seen = new HashSet<(string, string)>();
        var without = tenants.Distinct(StringComparer.Ordinal).Except(found.Select(row => row.TenantId), StringComparer.Ordinal);
        return found
            .Zip(policies, hashes)
            .Select(one => Decide(one.First, one.Second, one.Third, seen))
            .Concat(without.Select(tenant => new StepRecipient(tenant, tenant, null, null, null, "no_recipient", default)))
            .ToLookup(recipient => recipient.TenantId, StringComparer.Ordinal);
    }

    /// <summary>Counts sent messages for the message limit. The contact address of a tenant has none.</summary>
    internal async Task Count(Automation automation, IReadOnlyList<StepRecipient> sent, UnitOfWork work)
    {
        var members = sent.Where(to => to.IsMember).ToList();
        if (members.Count > 0 && topics.FirstOrDefault(topic => topic.Key == automation.Topic) is { } topic)
            await SendRecords.Add(topic, [.. members.Select(to => to.TenantId)], [.. members.Select(to => to.Recipient)], work);
    }

    private static StepRecipient Decide(Row row, PolicyRow policy, byte[]? hash, HashSet<(string, string)> seen)
    {
        var exclusion =
            row.IsEmail && hash is null ? "no_address"
            : policy.Exclusion is not null ? policy.Exclusion
            : policy.IsCapped ? "capped"
            : hash is not null && !seen.Add((row.TenantId, Convert.ToHexString(hash))) ? "duplicate"
            : null;
        return new(row.TenantId, row.Recipient, row.Name, row.SupportNumber, row.Address, exclusion, policy.DueAt);
    }

    /// <summary>The member who owns the tenant. An email goes to the contact address of the tenant if there is no such member with an address.</summary>
    private const string OwnerSql = $"""
        select t.tenant_id, coalesce(m.member_id, t.tenant_id) as recipient, case when m.member_id is null then t.name else m.name end as name, m.support_number,
               case when m.member_id is null then t.contact_email else m.email end as address, @isEmail as is_email
          from core.tenants t
          left join core.members m on m.tenant_id = t.tenant_id and m.external_id = t.owner_external_id and m.left_at is null and m.anonymised_at is null
           and (not @isEmail or m.email is not null) and {MemberSql.IsNotMerged}
         where t.tenant_id = any(@tenants) and (m.member_id is not null or @isEmail)
         order by t.tenant_id
        """;

    private const string MembersSql = $"""
        select m.tenant_id, m.member_id as recipient, m.name, m.support_number, m.email as address, @isEmail as is_email
          from core.members m
         where m.tenant_id = any(@tenants) and m.left_at is null and m.anonymised_at is null and {MemberSql.IsNotMerged}
         order by m.tenant_id, m.member_id
        """;

    private sealed record Row(string TenantId, string Recipient, string? Name, string? SupportNumber, string? Address, bool IsEmail);

    private sealed record PolicyRow(string? Exclusion, bool IsCapped, DateTimeOffset DueAt);
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
    string? Exclusion,
    DateTimeOffset DueAt
)
{
    public bool IsMember => Recipient != TenantId;

    public EmailRecipient To(Mode mode) => new(Name, Address, SupportNumber, mode);
}
