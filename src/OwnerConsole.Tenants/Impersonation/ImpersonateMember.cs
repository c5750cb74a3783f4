using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Lets the caller use the application as one of its members for a few minutes. The application is notified and can inform the member.</summary>
public sealed class ImpersonateMember : Operation<ImpersonationFacts, ImpersonateMember.Input>
{
    public const string Name = "member.impersonate";

    /// <summary>Events that notify the application of the start and the end.</summary>
    public const string StartedEvent = "impersonation.started",
        EndedEvent = "impersonation.ended";

    private const int MaxMinutes = 30;

    public sealed record Input(
        [StringLength(500)] [Description("Stored with the impersonation session and shown in your application.")] string Reason,
        ImpersonationAccess Access = ImpersonationAccess.ReadOnly,
        [Description("Length of the impersonation session in minutes, 1 to 30. Then your application signs you out.")] int Minutes = 15
    );

    public override Input Example => new("Looking for a missing booking.");

    public override OperationDefinition Definition { get; } =
        new(Name, "Impersonate member", "started")
        {
            Group = ActionGroup.Access,
            Synonyms = "impersonate, login as, log in as, sign in as",
            Reversal = Reversal.Compensates,
            Noun = "impersonation session",
            RestoredByUndo = "The impersonation session ends immediately and your application signs you out. Changes you made there remain.",
        };

    public override Task<IReadOnlyList<ImpersonationFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ImpersonationFacts.Load(ids, work);

    public override Refusal? Refuse(ImpersonationFacts member, Input input) =>
        member switch
        {
            { IsKey: true } => new("people_only", $"API keys can't impersonate. Sign in to impersonate {member}."),
            { IsOffered: false } => new("not_offered", $"Your application doesn't support impersonation of {member}. It must declare impersonation_url."),
            { IsAnonymised: true } => new("anonymised", $"{member} is anonymised."),
            { IsOpen: true } => new("already_open", $"You are already impersonating {member}."),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Enter a reason to impersonate {member}."),
            _ when input.Minutes is < 1 or > MaxMinutes => new("minutes", $"You can impersonate {member} for 1 to {MaxMinutes} minutes."),
            _ => null,
        };

    public override Decision Decide(ImpersonationFacts member, Input input) =>
        new(
            input.Minutes == 1
                ? Sentence.Say($"You can impersonate {member} for 1 minute ({input.Access}). Your application is notified.")
                : Sentence.Say($"You can impersonate {member} for {input.Minutes:minute} ({input.Access}). Your application is notified.")
        )
        {
            Weight = new(People: 1),
            Created = member.NewId,
            Send =
            [
                Message.Event(
                    StartedEvent,
                    new
                    {
                        impersonation = member.NewId,
                        input.Access,
                        input.Minutes,
                    }
                ),
            ],
        };

    public override async Task Execute(IReadOnlyList<ImpersonationFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into impersonation.sessions (tenant_id, impersonation_id, member_id, requested_by, access, reason, opened_by, opened_at, ends_at)
            select s.tenant_id, s.id, s.member_id, @who, @Access, @reason, @run, now(), now() + make_interval(mins => @Minutes)
              from unnest(@tenants, @ids, @members) s(tenant_id, id, member_id)
            """,
            new
            {
                run = work.RunId,
                who = work.Caller!.Id, // a run always has a caller
                input.Access,
                reason = input.Reason.Trim(),
                input.Minutes,
                tenants = accepted.Select(member => member.TenantId).ToArray(),
                ids = accepted.Select(member => member.NewId).ToArray(),
                members = accepted.Select(member => member.Id).ToArray(),
            }
        );
        await work.SetName([.. accepted.Select(member => (member.NewId, member.TenantId))], "impersonation", "Impersonation");
        foreach (var member in accepted)
            await work.Enqueue(
                ImpersonationExpiry.Lane,
                ImpersonationExpiry.Kind,
                new { member.TenantId, Impersonation = member.NewId },
                work.Now.AddMinutes(input.Minutes)
            );
        work.WakeWorkers();
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ImpersonationFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var ended = await work.List<string>(
            """
            update impersonation.sessions set closed_by = @run, closed_at = now()
             where opened_by = @undoneRun and member_id = any(@ids) and closed_at is null and ends_at > now()
            returning member_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(member => member.Id).ToArray(),
            }
        );
        await work.Withdraw([ImpersonationExpiry.Lane], undoneRun);
        return ended;
    }

    public override Message[] GetUndoMessages(ImpersonationFacts member) => [Message.Event(EndedEvent, new { impersonation = member.OpenId })];
}
