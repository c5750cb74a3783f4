using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Automations with operations that come with the product. They are off until a person turns them on.</summary>
internal static class LifecycleRecipes
{
    private static readonly AutomationCondition s_isTrial = new(ConditionField.Lifecycle, ConditionOperator.Is, "trial");

    public static IReadOnlyList<Recipe> All { get; } = [TrialToPaid, WinBack, DunningHandOver, DormantCleanUp];

    private static Recipe TrialToPaid =>
        Of(
            "trial_to_paid",
            new(
                "Trial to paid",
                Date: AutomationDate.TrialEnd,
                OffsetDays: -3,
                Conditions: [s_isTrial],
                Steps:
                [
                    Email(
                        "Your trial ends in 3 days",
                        """
                        Hello {{recipient.name}},

                        the trial of **{{tenant.name}}** lasts until {{trial.ends_on}}. Subscribe before then to continue.
                        """
                    ),
                    Wait(3),
                    Operation("tenant.extend_trial", """{"days": 7}"""),
                    Email(
                        "7 more days for {{tenant.name}}",
                        """
                        Hello {{recipient.name}},

                        we have extended your trial until {{trial.ends_on}}. Reply to this email if something keeps you from subscribing.
                        """
                    ),
                    Wait(7),
                    Operation("tenant.suspend", """{"cause": "other", "message": "Your trial has ended. Subscribe to continue."}"""),
                ],
                Once: true
            )
        );

    private static Recipe WinBack =>
        Of(
            "win_back",
            new(
                "Win-back",
                Date: AutomationDate.Cancellation,
                OffsetDays: 30,
                Conditions: [new(ConditionField.Lifecycle, ConditionOperator.Is, "cancelled")],
                Steps:
                [
                    Operation("tenant.tag", """{"tag": "win-back"}"""),
                    Email(
                        "What would bring you back to {{platform.name}}?",
                        """
                        Hello {{recipient.name}},

                        **{{tenant.name}}** left a month ago. Reply to this email and tell us what was missing.
                        """
                    ),
                ],
                Topic: MessageTopic.News.Key,
                Once: true
            )
        );

    private static Recipe DunningHandOver =>
        Of(
            "dunning_hand_over",
            new(
                "Dunning hand-over",
                ["dunning.step_reached"],
                Conditions: [new(ConditionField.Event, ConditionOperator.Is, "suspended", "access")],
                Steps:
                [
                    Operation("tenant.tag", """{"tag": "payment-overdue"}"""),
                    Operation("note.add", """{"text": "Dunning has suspended access. Call the owner before the subscription is cancelled."}"""),
                ],
                Goals: ["dunning.resolved"],
                Topic: MessageTopic.Billing.Key
            )
        );

    private static Recipe DormantCleanUp =>
        Of(
            "dormant_clean_up",
            new(
                "Dormant clean-up",
                Date: AutomationDate.LastActivity,
                OffsetDays: 60,
                Conditions: [s_isTrial],
                Steps:
                [
                    Email(
                        "Do you still use {{platform.name}}?",
                        """
                        Hello {{recipient.name}},

                        no one has used **{{tenant.name}}** for 60 days. Sign in within 14 days to keep it.
                        """
                    ),
                    Wait(14),
                    Operation("tenant.suspend", """{"cause": "other", "message": "This account was not used. Contact us to use it again."}""") with
                    {
                        Approval = StepApproval.Required,
                    },
                ]
            )
        );

    private static Recipe Of(string key, AutomationInput content) => new(key, content.Normalize());

    private static AutomationStep Email(string subject, string body) => new(StepKind.Email, Subject: subject, Body: body);

    private static AutomationStep Wait(int days) => new(StepKind.Wait, days);

    private static AutomationStep Operation(string name, string input) => new(StepKind.Operation, Operation: name, Input: input);
}
