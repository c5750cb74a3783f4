using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Emails approvers about runs waiting for approval, and requesters about the result.</summary>
public sealed class ApprovalEmails(EmailOutbox outbox, OperationCatalogue catalogue)
{
    public static readonly EmailTemplate RequestTemplate = new(
        "run.waits",
        "Approval request",
        new(
            "Approval requested by {{by}}: {{operation}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>{{by}} requests approval for “{{operation}}”. Number of items affected: {{subjects}}.</p>
            <p dir="auto">Reason: {{reason}}</p>
            <p>Nothing runs until approved. Expires {{until}}.</p>
            {{#if platform.url}}<p><a href="{{platform.url}}/operations/{{run}}">Review request</a></p>{{/if}}
            """,
            """
            Hello {{recipient.name}},

            {{by}} requests approval for "{{operation}}". Number of items affected: {{subjects}}.

            Reason: {{reason}}

            Nothing runs until approved. Expires {{until}}.
            {{#if platform.url}}
            {{platform.url}}/operations/{{run}}
            {{/if}}
            """
        ),
        new
        {
            Operation = "Suspend tenant",
            By = "Ann Owner",
            Subjects = 26,
            Reason = "They have not paid since May.",
            Until = EmailTime.Format(new DateTimeOffset(2026, 11, 21, 17, 42, 0, TimeSpan.Zero)),
            Run = "run_01kaj3c1v7edbtygx4r0fd2m8s",
        }
    );

    public static readonly EmailTemplate DecisionTemplate = new(
        "run.decided",
        "Approval result",
        new(
            "{{operation}}: {{outcome}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>Your request “{{operation}}” was {{outcome}}{{#if by}} by {{by}}{{/if}}.</p>
            {{#if reason}}<p dir="auto">{{reason}}</p>{{/if}}
            {{#if platform.url}}<p><a href="{{platform.url}}/operations/{{run}}">View run</a></p>{{/if}}
            """,
            """
            Hello {{recipient.name}},

            Your request "{{operation}}" was {{outcome}}{{#if by}} by {{by}}{{/if}}.
            {{#if reason}}
            {{reason}}
            {{/if}}
            {{#if platform.url}}
            {{platform.url}}/operations/{{run}}
            {{/if}}
            """
        ),
        new
        {
            Operation = "Suspend tenant",
            Outcome = "rejected",
            By = "Ben Support",
            Reason = "Three of them have paid since.",
            Run = "run_01kaj3c1v7edbtygx4r0fd2m8s",
        }
    );

    /// <summary>Emails everyone who can approve the run, or no one if the run starts without approval.</summary>
    /// <param name="work">Transaction that names the platform tenant, as for the other emails.</param>
    internal async Task SendRequest(ActiveRun run, string? reason, UnitOfWork work)
    {
        if (run.StartsWithoutApproval || run.StartsAt is not { } until)
            return;
        var facts = new
        {
            Operation = await Title(run, work),
            By = await work.NameOf(run.RequestedBy) ?? run.RequestedBy,
            run.Subjects,
            reason,
            Until = EmailTime.Format(until),
            Run = run.RunId,
        };
        foreach (var person in await CallerLookup.ListOthersWhoCan(catalogue.Find(run.Operation).Definition, run.RequestedBy, work))
            await outbox.Enqueue(RequestTemplate, IdGenerator.Platform, person, facts, work);
    }

    /// <param name="outcome">Outcome shown in the email: approved, rejected or expired.</param>
    /// <param name="by">Person who decided; null if the request expired.</param>
    internal async Task SendDecision(ActiveRun run, string outcome, string? by, string? reason, UnitOfWork work)
    {
        // Applications read the run through the API instead.
        if (await CallerLookup.Find(run.RequestedBy, work) is not { Kind: CallerKind.Person })
            return;
        await outbox.Enqueue(
            DecisionTemplate,
            IdGenerator.Platform,
            run.RequestedBy,
            new
            {
                Operation = await Title(run, work),
                outcome,
                By = by is null ? null : await work.NameOf(by) ?? by,
                reason,
                Run = run.RunId,
            },
            work
        );
    }

    private async Task<string> Title(ActiveRun run, UnitOfWork work) =>
        (await PlatformWords.Of(work)).Translate(catalogue.Find(run.Operation).Definition.Title);
}
