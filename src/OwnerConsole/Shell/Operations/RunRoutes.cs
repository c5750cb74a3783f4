using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Pages of runs and approvals, and the actions approve, stop and undo.</summary>
public sealed class RunRoutes(
    OperationCatalogue catalogue,
    Previews previews,
    Runner runner,
    Runs runs,
    RunApprovals verdicts,
    ProofForms proofs,
    DenialExplainer denials,
    RunSecrets secrets,
    Database database
)
{
    /// <summary>Rows per page.</summary>
    internal const int Lines = 50;

    // Pending runs expire after a day, so the list stays short.
    private const int Pending = 200,
        Decided = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string one = OperationAddress.Run + "/{run}";
        routes
            .MapGet(OperationAddress.Run, (HttpContext context, RunRoutes self, Panels panels, Database database) => self.List(context, panels, database))
            .WithSavedViews()
            .RequirePermission("operation.read");
        routes
            .MapGet(ApprovalsPage.Address, (HttpContext context, RunRoutes self, Database database) => self.Approvals(context, database))
            .RequirePermission("operation.read");
        routes.MapGet(RunExport.Address, (HttpContext context, RunExport self) => self.Send(context)).RequirePermission("operation.read");
        routes.MapGet(one, (HttpContext context, string run, RunRoutes self) => self.Show(context, run)).RequirePermission("operation.read");
        routes
            .MapPost(one + "/undo", (HttpContext context, string run, string? back, RunRoutes self) => self.Undo(context, run, back))
            .RequirePermission("operation.read");
        routes.MapPost(one + "/secret", (HttpContext context, string run, RunRoutes self) => self.Reveal(context, run)).RequirePermission("operation.read");
        routes.MapPost(one + "/stop", (HttpContext context, string run, RunRoutes self) => self.Stop(context, run)).RequirePermission("operation.read");
        routes.MapPost(one + "/approve", (HttpContext context, string run, RunRoutes self) => self.Approve(context, run)).RequirePermission("operation.read");
        routes
            .MapPost(one + "/approve/proof", (HttpContext context, string run, RunRoutes self) => self.AskProof(context, run))
            .RequirePermission("operation.read");
    }

    private async Task<IResult> List(HttpContext context, Panels panels, Database database)
    {
        var (caller, address) = (Caller.Of(context)!, RunExport.Read(context.Request)); // the route requires a permission, so there is a caller
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var page = await runs.List(caller, await RunFilter.Read(context.Request.Query, catalogue, work), work);
        return new PageResult(
            "Operations",
            PageResult.Of<RunsPage>(
                (nameof(RunsPage.Address), address),
                (nameof(RunsPage.Runs), page),
                (nameof(RunsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(RunsPage.Catalogue), catalogue)
            )
        );
    }

    private async Task<IResult> Approvals(HttpContext context, Database database)
    {
        context.Request.RequireKnown();
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Approvals",
            PageResult.Of<ApprovalsPage>(
                (nameof(ApprovalsPage.Pending), await runs.Pending(caller, Pending, work)),
                (nameof(ApprovalsPage.Decided), await runs.ListDecided(caller, Decided, work)),
                (nameof(ApprovalsPage.Caller), caller),
                (nameof(ApprovalsPage.Catalogue), catalogue)
            )
        );
    }

    private async Task<IResult> Show(HttpContext context, string runId)
    {
        context.Request.RequireKnown("state", "from");
        var caller = Caller.Of(context)!;
        var state = context.Request.Word<RunLineState>("state");
        var from =
            context.Request.Text("from") is not { } text ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place
            : throw Problem.Invalid("from", "must be a number.");
        var run = await runs.Lines(caller, runId, state, from, Lines + 1, context.RequestAborted);
        var operation = catalogue.FindOrDefault(run.Operation);
        var waiting = operation is not null && run.State is RunState.WaitingApproval ? await previews.Of(run, context.RequestAborted) : null;
        return new PageResult(
            RunSentence.Of(run, operation),
            PageResult.Of<RunPage>(
                (nameof(RunPage.Run), run),
                (nameof(RunPage.Operation), operation),
                (nameof(RunPage.Waiting), waiting),
                (nameof(RunPage.Denied), waiting is null ? null : await Denied(caller, operation!.Definition, context.RequestAborted)), // a pending run always has a known operation
                (nameof(RunPage.AsksProof), waiting is not null && verdicts.RequiresReauthentication(caller, run)),
                (nameof(RunPage.HasPasskey), waiting is not null && verdicts.RequiresReauthentication(caller, run) && await proofs.HasPasskey(context)),
                (nameof(RunPage.StepUp), operation is null || run.UndoUntil is null ? null : await proofs.Prompt(context, operation.Definition.ForUndo)),
                (nameof(RunPage.HasSecret), operation is { Definition.ShowsSecretOnce: true } && await secrets.Exists(caller, runId, context.RequestAborted)),
                (nameof(RunPage.Counts), await runs.Counts(runId, context.RequestAborted)),
                (nameof(RunPage.State), state),
                (nameof(RunPage.From), from),
                (nameof(RunPage.Caller), caller)
            )
        );
    }

    private async Task<string?> Denied(Caller caller, OperationDefinition operation, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await denials.Of(caller, operation, work);
    }

    private Task<IResult> Undo(HttpContext context, string runId, string? back) =>
        Respond(
            context,
            back,
            async () =>
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                if (
                    ProofForms.IsFilledIn(form)
                    && catalogue.FindOrDefault((await runs.Find(Caller.Of(context)!, runId, context.RequestAborted)).Operation) is { } operation
                )
                    await proofs.Confirm(context, form, operation.Definition.ForUndo);
                return await runner.Undo(Caller.Of(context)!, runId, null, context.RequestAborted);
            }
        );

    /// <summary>Shows a secret that an external system has created for the run. It can't be shown again.</summary>
    private async Task<IResult> Reveal(HttpContext context, string runId)
    {
        var caller = Caller.Of(context)!;
        var definition = catalogue.Find((await runs.Find(caller, runId, context.RequestAborted)).Operation).Definition;
        return await secrets.Take(caller, runId, context.RequestAborted) is { } secret
            ? OperationRoutes.Reveal(context, secret, definition, OperationAddress.Of(runId))
            : throw new Problem(409, "already_shown", $"The {definition.Noun} was shown before or has expired. Create a new one.");
    }

    private async Task<IResult> Stop(HttpContext context, string runId)
    {
        var why = (await context.Request.ReadFormAsync(context.RequestAborted))["reason"].ToString();
        return await Respond(context, OperationAddress.Of(runId), () => verdicts.Stop(Caller.Of(context)!, runId, why, context.RequestAborted));
    }

    private async Task<IResult> Approve(HttpContext context, string runId)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        // A malformed hash can't match the run's hash, so the check below rejects it.
        var text = form["hash"].ToString();
        byte[] hash = text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : [];
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted);
        return await Respond(
            context,
            OperationAddress.Of(runId),
            async () =>
            {
                var (proof, trouble) = verdicts.RequiresReauthentication(caller, await runs.Find(caller, runId, stop))
                    ? await proofs.Check(context, form, hash)
                    : default;
                return trouble is null ? await verdicts.Approve(caller, runId, hash, proof, stop) : throw new Problem(403, "not_proved", trouble);
            }
        );
    }

    private async Task<IResult> AskProof(HttpContext context, string runId)
    {
        var run = await runs.Find(Caller.Of(context)!, runId, context.RequestAborted);
        return await proofs.Ask(context, run.Hash ?? throw new Problem(409, "not_what_was_shown", "This run has no preview to approve."));
    }

    private async Task<IResult> Respond(HttpContext context, string? back, Func<Task<Run>> verdict)
    {
        var address = LocalAddress.OrNull(back) ?? OperationAddress.Run;
        try
        {
            var run = await verdict();
            return new ToastResult(new(RunSentence.Of(run, catalogue.FindOrDefault(run.Operation))), address);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return new ToastResult(new(problem.Message, Tone.Bad), address);
        }
    }
}
