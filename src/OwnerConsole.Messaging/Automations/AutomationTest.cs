using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Shows what an automation would do for a tenant at an instant, without sending or storing anything.</summary>
public sealed class AutomationTest(AutomationVariables variables, StepRecipients recipients)
{
    /// <summary>Entries of the tenant's log that are searched for the event.</summary>
    private const int MaxLines = 10_000;

    /// <summary>Recipients per step whose texts are shown.</summary>
    private const int MaxRecipients = 5;

    /// <returns>The instant, in UTC if the text has no offset; null without a text.</returns>
    /// <exception cref="Problem">400: it isn't an instant.</exception>
    internal static DateTimeOffset? ReadInstant(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Contains('T', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && at.Year is >= 1970 and < 2200
            ? at.ToUniversalTime()
        : throw Problem.Invalid("at", "must be a time such as 2026-12-01T09:00:00Z.");

    public async Task<AutomationTestResult> Run(Automation automation, string tenantId, DateTimeOffset at, UnitOfWork reading)
    {
        var trigger =
            automation.Date is { } date ? await FindDate(date, automation.OffsetDays, tenantId, reading)
            : automation.Change is { } change ? await FindChange(change, tenantId, at, reading)
            : await FindEvent(automation.Events, tenantId, at, reading);
        var profiles = await SequenceProfiles.Load([(tenantId, trigger?.MemberId)], automation.Conditions, reading);
        var tenant = profiles.Find(tenantId, trigger?.MemberId)!; // not null: the tenant exists
        var facts = AutomationReach.Facts(trigger?.Data);
        var conditions = automation
            .Conditions.Select(condition => (condition, Actual: tenant.Values(condition, facts)))
            .Select(one => new TestedCondition(one.condition.Describe(), one.condition.IsMet(one.Actual), one.Actual))
            .ToList();
        var reason =
            trigger is null
                ? (
                    automation.Date is not null ? "no_date"
                    : automation.Change is not null ? "no_change"
                    : "no_event"
                )
            : trigger.At > at ? "not_due"
            : automation.Date is not null && at - trigger.At > DateSweep.MaxDelay ? "too_late"
            : !tenant.Meets(automation.Conditions, facts) ? EnrollmentRows.ConditionsUnmet
            : null;
        var steps = await RenderSteps(automation, tenant, trigger?.MemberId, facts, trigger?.At ?? at, at, reading);
        return new(tenantId, tenant.Name, at, automation.Version, reason is null, reason, trigger?.At, trigger?.Event, trigger?.MemberId, conditions, steps);
    }

    private async Task<IReadOnlyList<TestedStep>> RenderSteps(
        Automation automation,
        TenantProfile tenant,
        string? memberId,
        JsonElement facts,
        DateTimeOffset start,
        DateTimeOffset at,
        UnitOfWork reading
    )
    {
        var about = SequenceMember.Find(await SequenceMember.Load([(tenant.TenantId, memberId)], reading), tenant.TenantId, memberId);
        var values = AutomationVariables.Of(tenant, facts, await variables.FindNames(reading), about?.Visible);
        var (platform, url) = (await PlatformWords.Of(reading), await PlatformAddress.Of(reading));
        var (steps, due) = (new List<TestedStep>(), start);
        foreach (var step in automation.Steps)
        {
            var messages = new List<TestedMessage>();
            if (step.IsMessage)
            {
                var channel = step.Kind is StepKind.Email ? MessageChannel.Email : MessageChannel.InApp;
                var found = await recipients.Find(automation, channel, [(tenant.TenantId, memberId)], reading);
                foreach (var to in found[(tenant.TenantId, memberId)].Take(MaxRecipients))
                    messages.Add(await Render(step, to, to.To(tenant.Mode)));
            }
            steps.Add(new(step.Kind, due, due <= at, messages, step.Operation));
            due += step.Duration;
        }
        return steps;

        async Task<TestedMessage> Render(AutomationStep step, StepRecipient to, EmailRecipient recipient)
        {
            if (step.Kind is StepKind.Email)
            {
                var email = await EmailText.RenderEmail(AutomationVariables.Template, step.Content, values, platform, url, recipient, reading);
                return new(to.Recipient, to.Name, email.Subject, email.Text, to.Exclusion);
            }
            var (subject, text) = EmailText.Render(step.Subject!, step.Body!, values, platform, url, recipient, reading.Stop); // not null: it is a message
            return new(to.Recipient, to.Name, subject, text, to.Exclusion);
        }
    }

    private static Task<TriggerRow?> FindDate(AutomationDate date, int offset, string tenantId, UnitOfWork reading) =>
        reading.One<TriggerRow>(
            $"""
            select d.at + make_interval(days => @offset) as at, null::text as event, null::text as data, null::text as member_id
              from ({AutomationDates.Sql(date)}) d
             where d.tenant_id = @tenantId and d.at is not null
            """,
            new { tenantId, offset }
        );

    /// <returns>The latest one up to the instant, and in the ten years before it.</returns>
    private static Task<TriggerRow?> FindChange(AttributeChange change, string tenantId, DateTimeOffset at, UnitOfWork reading) =>
        reading.One<TriggerRow>(
            $"""
            select d.at, null::text as event, null::text as data, d.member_id
              from ({change.Sql("@at - interval '10 years'", "@at")}) d
             where d.tenant_id = @tenantId
             order by d.at desc, d.member_id
             limit 1
            """,
            new
            {
                attribute = change.Attribute,
                before = change.Before,
                after = change.After,
                at,
                tenantId,
            }
        );

    /// <returns>The latest one up to the instant.</returns>
    private static Task<TriggerRow?> FindEvent(IReadOnlyList<string> events, string tenantId, DateTimeOffset at, UnitOfWork reading) =>
        reading.One<TriggerRow>(
            $"""
            select l.at, l.event, l.data, {MemberTrigger.MemberSql('l')} as member_id
              from (select * from core.log l where l.tenant_id = @tenantId and l.at <= @at order by l.at desc, l.id desc limit @MaxLines) l
             where l.event = any(@events)
             order by l.at desc, l.id desc
             limit 1
            """,
            new
            {
                tenantId,
                at,
                MaxLines,
                events = events.ToArray(),
            }
        );

    private sealed record TriggerRow(DateTimeOffset At, string? Event, string? Data, string? MemberId);
}
