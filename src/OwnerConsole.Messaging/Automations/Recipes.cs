using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Automations that come with the product. They are off until a person turns them on.</summary>
/// <remarks>Failed payments have no recipe, because dunning sends these emails.</remarks>
internal static class Recipes
{
    private const string Suspended = "tenant.suspended",
        Reactivated = "tenant.reactivated",
        ThresholdReached = "entitlement.threshold_reached";

    public static IReadOnlyList<Recipe> All { get; } =
    [
        OnDate(
            "welcome",
            "Welcome",
            AutomationDate.SignUp,
            0,
            "Welcome to {{platform.name}}",
            """
            Hello {{recipient.name}},

            your account **{{tenant.name}}** is ready.

            Reply to this email if you need help with the first steps.
            """
        ),
        OnDate("trial_ends_in_3_days", "Trial ends in 3 days", AutomationDate.TrialEnd, -3, "Your trial ends in 3 days", TrialEnding),
        OnDate("trial_ends_tomorrow", "Trial ends in 1 day", AutomationDate.TrialEnd, -1, "Your trial ends tomorrow", TrialEnding),
        OnDate(
            "trial_ended",
            "Trial has ended",
            AutomationDate.TrialEnd,
            0,
            "Your trial of {{platform.name}} has ended",
            """
            Hello {{recipient.name}},

            the trial of **{{tenant.name}}** has ended. Your data is kept.

            Subscribe to continue where you left off.
            """
        ),
        OnEvents(
            "suspended",
            "Suspended",
            [Suspended],
            [],
            "Access to {{tenant.name}} is suspended",
            """
            Hello {{recipient.name}},

            access to **{{tenant.name}}** is suspended. Reason: {{event.cause}}.

            {{#if tenant.suspension_message}}{{tenant.suspension_message}}{{/if}}

            Reply to this email to contact support.
            """,
            MessageTopic.Account,
            MessagePriority.High
        ),
        OnEvents(
            "reactivated",
            "Reactivated",
            [Reactivated],
            [],
            "Access to {{tenant.name}} is restored",
            """
            Hello {{recipient.name}},

            access to **{{tenant.name}}** is restored. Everyone can sign in again.
            """,
            MessageTopic.Account
        ),
        OnDate(
            "cancelled",
            "Cancelled",
            AutomationDate.Cancellation,
            0,
            "{{tenant.name}} is cancelled",
            """
            Hello {{recipient.name}},

            **{{tenant.name}}** is cancelled. Thank you for using {{platform.name}}.

            Reply to this email if you want to come back, or if you cancelled by mistake.
            """
        ),
        OnDate(
            "feature_announcement",
            "Feature announcement",
            AutomationDate.PlanVersion,
            0,
            "What's new in {{tenant.plans}}",
            """
            Hello {{recipient.name}},

            **{{tenant.name}}** now has the latest version of **{{tenant.plans}}** with new features or limits.

            Reply to this email if you have questions about it.
            """,
            MessageTopic.FeatureUpdates
        ),
        Limit(80, "You have used 80% of a limit", "has used 80% of its limit of {{event.limit}} for **{{event.feature}}**"),
        Limit(100, "You have reached a limit", "has reached its limit of {{event.limit}} for **{{event.feature}}**"),
        OnEvents(
            "upgrade_approved",
            "Upgrade request approved",
            ["upgrade.approved"],
            [],
            "Your upgrade to {{event.plan}} is approved",
            """
            Hello {{recipient.name}},

            your request is approved: **{{tenant.name}}** now has **{{event.plan}}**.
            """,
            MessageTopic.Billing
        ),
        OnEvents(
            "upgrade_rejected",
            "Upgrade request rejected",
            ["upgrade.rejected"],
            [],
            "Your request for {{event.plan}}",
            """
            Hello {{recipient.name}},

            we couldn't approve the request of **{{tenant.name}}** for **{{event.plan}}**.

            Reply to this email if you have questions.
            """,
            MessageTopic.Billing
        ),
    ];

    private const string TrialEnding = """
        Hello {{recipient.name}},

        the trial of **{{tenant.name}}** lasts until {{trial.ends_on}}.

        Subscribe before then to keep using {{platform.name}} without interruption.
        """;

    private static Recipe Limit(int percent, string subject, string text) =>
        OnEvents(
            $"limit_{percent}",
            percent == 100 ? "Limit reached" : "Limit nearly reached",
            [ThresholdReached],
            [new(ConditionField.Event, ConditionOperator.Is, $"{percent}", "percent")],
            subject,
            $$$"""
            Hello {{recipient.name}},

            **{{tenant.name}}** {{{text}}}.{{#if event.resets_at}} Usage starts again with the next period.{{/if}}

            Reply to this email if you need a higher limit.
            """,
            MessageTopic.Usage
        );

    private static Recipe OnDate(string key, string name, AutomationDate date, int offset, string subject, string body, MessageTopic? topic = null) =>
        new(
            key,
            new AutomationInput(
                name,
                Date: date,
                OffsetDays: offset,
                Steps: [new(StepKind.Email, Subject: subject, Body: body)],
                Topic: (topic ?? MessageTopic.Account).Key
            ).Normalize()
        );

    private static Recipe OnEvents(
        string key,
        string name,
        IReadOnlyList<string> events,
        IReadOnlyList<AutomationCondition> conditions,
        string subject,
        string body,
        MessageTopic topic,
        MessagePriority priority = MessagePriority.Medium
    ) =>
        new(
            key,
            new AutomationInput(
                name,
                events,
                Conditions: conditions,
                Steps: [new(StepKind.Email, Subject: subject, Body: body)],
                Topic: topic.Key,
                Priority: priority
            ).Normalize()
        );
}

/// <summary>An automation that comes with the product.</summary>
/// <param name="Key">Permanent key.</param>
internal sealed record Recipe(string Key, AutomationInput Content)
{
    public string Id => $"{Automation.Prefix}_{Key}";
}
