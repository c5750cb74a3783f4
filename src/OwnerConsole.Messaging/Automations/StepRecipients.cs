using System.Text.Json;
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

    /// <param name="automation">Its audience, and its conditions on attributes of members.</param>
    /// <param name="channel">Email or in-app.</param>
    /// <param name="sequences">Tenants, with the member that the sequence is about; null for none.</param>
    /// <param name="reading">Reads all tenants.</param>
    /// <returns>Recipients by the tenant and member of the sequence, at least one each.</returns>
    internal async Task<ILookup<(string TenantId, string? MemberId), StepRecipient>> Find(
        Automation automation,
        MessageChannel channel,
        IEnumerable<(string TenantId, string? MemberId)> sequences,
        UnitOfWork reading
    )
    {
        var isOwner = automation.Audience is AutomationAudience.Owner;
        var wanted = sequences.Distinct().ToList();
        var about = isOwner ? [] : wanted.Where(sequence => sequence.MemberId is not null).ToList();
        var found = new List<((string TenantId, string? MemberId) Of, StepRecipient To)>();
        string[] tenants = [.. wanted.Except(about).Select(sequence => sequence.TenantId).Distinct(StringComparer.Ordinal)];
        if (tenants.Length > 0)
        {
            var rows = await reading.List<Row>(isOwner ? OwnerSql : MembersSql, new { tenants, isEmail = channel is MessageChannel.Email });
            found.AddRange(await Decide(automation, channel, [.. rows.Where(row => isOwner || IsMeant(automation, row))], reading));
        }
        if (about.Count > 0)
        {
            var rows = await reading.List<Row>(
                s_aboutSql,
                new { tenants = about.Select(sequence => sequence.TenantId).ToArray(), members = about.Select(sequence => sequence.MemberId).ToArray() }
            );
            found.AddRange(await Decide(automation, channel, rows, reading));
        }
        var recipients = found.ToLookup(one => one.Of, one => one.To);
        return wanted
            .SelectMany(sequence => ListOf(sequence, recipients[isOwner ? (sequence.TenantId, null) : sequence]).Select(to => (Of: sequence, To: to)))
            .ToLookup(one => one.Of, one => one.To);
    }

    private async Task<IEnumerable<((string TenantId, string? MemberId) Of, StepRecipient To)>> Decide(
        Automation automation,
        MessageChannel channel,
        IReadOnlyList<Row> rows,
        UnitOfWork reading
    )
    {
        var decided = await policy.Decide(Rules(automation, channel), [.. rows.Select(row => (row.TenantId, row.Recipient, row.Address))], reading);
        return rows.Zip(
            decided,
            (row, one) =>
                (
                    (row.TenantId, row.MemberId),
                    new StepRecipient(row.TenantId, row.Recipient, row.Name, row.SupportNumber, row.Address, row.Language, one.Exclusion, one.DueAt)
                )
        );
    }

    private static IEnumerable<StepRecipient> ListOf((string TenantId, string? MemberId) sequence, IEnumerable<StepRecipient> found) =>
        found.DefaultIfEmpty(new(sequence.TenantId, sequence.MemberId ?? sequence.TenantId, null, null, null, null, NoRecipient, default));

    /// <summary>Conditions on attributes of members select the members of a tenant who receive a message.</summary>
    private static bool IsMeant(Automation automation, Row row) =>
        automation.Conditions.All(condition =>
            condition.Field is not ConditionField.Attribute
            || MemberAttributeName.Read(condition.Name) is not { } name
            || condition.IsMet(TenantProfile.Texts(row.Attributes, name))
        );

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

    /// <returns>Whether the message limit applies to the messages of an automation.</returns>
    internal static Task<bool> AreLimited(Automation automation, UnitOfWork reading) =>
        RecipientPolicy.IsLimiting(Rules(automation, MessageChannel.Email), reading);

    private static MessageRules Rules(Automation automation, MessageChannel channel) =>
        new(automation.Topic, channel, automation.Priority is MessagePriority.Urgent);

    /// <summary>The member who owns the tenant. An email goes to the contact address of the tenant if there is no such member with an address.</summary>
    private const string OwnerSql = $"""
        select t.tenant_id, null::text as member_id, coalesce(m.member_id, t.tenant_id) as recipient, case when m.member_id is null then t.name else m.name end as name, m.support_number,
               case when m.member_id is null then t.contact_email else m.email end as address, m.language,
               jsonb_build_object() as attributes
          from core.tenants t
          left join core.members m on m.tenant_id = t.tenant_id and m.external_id = t.owner_external_id and m.left_at is null and m.anonymised_at is null
           and (not @isEmail or m.email is not null) and {MemberSql.IsNotMerged}
         where t.tenant_id = any(@tenants) and (m.member_id is not null or @isEmail)
         order by t.tenant_id
        """;

    private const string MembersSql = $"""
        select m.tenant_id, null::text as member_id, m.member_id as recipient, m.name, m.support_number, m.email as address, m.language, m.attributes
          from core.members m
         where m.tenant_id = any(@tenants) and m.left_at is null and m.anonymised_at is null and {MemberSql.IsNotMerged}
         order by m.tenant_id, m.member_id
        """;

    /// <summary>The members that sequences are about. A record that was merged in the meantime stands for the one it was merged into.</summary>
    private static readonly string s_aboutSql = $"""
        select r.tenant_id, r.member_id, m.member_id as recipient, m.name, m.support_number, m.email as address, m.language, m.attributes
          from unnest(@tenants, @members) n(tenant_id, member_id)
          join core.members r on r.tenant_id = n.tenant_id and r.member_id = n.member_id
          {MemberSql.MergedIntoJoin("r")}
          join core.members m on m.tenant_id = r.tenant_id and m.member_id = coalesce(w.into_id, r.member_id) and m.left_at is null and m.anonymised_at is null
         order by r.tenant_id, r.member_id
        """;

    private sealed record Row(
        string TenantId,
        string? MemberId,
        string Recipient,
        string? Name,
        string? SupportNumber,
        string? Address,
        string? Language,
        JsonElement Attributes
    );
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
