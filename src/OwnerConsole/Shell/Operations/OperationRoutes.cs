using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Serves every operation as a page: form with preview, run and undo. Each operation checks its own permission.</summary>
public sealed class OperationRoutes(
    OperationCatalogue catalogue,
    InputFields fields,
    OperationForms forms,
    PreviewRevenue revenue,
    Previews previews,
    FormRuns submitted,
    RunApprovals verdicts,
    ProofForms proofs
)
{
    /// <summary>Longer addresses are not put into a header, because proxies and browsers limit its size.</summary>
    private const int MaxPushedAddress = 4_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(OperationAddress.New, (HttpContext context, OperationRoutes self) => self.Show(context)).RequireEither("tenant.read", "member.read");
        routes.MapPost(OperationAddress.New, (HttpContext context, OperationRoutes self) => self.Show(context)).RequireEither("tenant.read", "member.read");
        routes.MapPost(OperationAddress.Run, (HttpContext context, OperationRoutes self) => self.Run(context)).RequireEither("tenant.read", "member.read");
        routes
            .MapPost(OperationAddress.Proof, (HttpContext context, OperationRoutes self) => self.AskProof(context))
            .RequireEither("tenant.read", "member.read");
    }

    /// <remarks>Selections across several pages are posted as a form, because they do not fit in an address. Once frozen, they have an address again.</remarks>
    private async Task<IResult> Show(HttpContext context)
    {
        var stop = context.RequestAborted;
        var form = HttpMethods.IsPost(context.Request.Method) ? await context.Request.ReadFormAsync(stop) : null;
        var draft = await Read(Caller.Of(context)!, name => form is null ? context.Request.Values(name) : form[name], stop);
        Previews.RequirePermission(Caller.Of(context)!, draft.Operation); // also checked for forms without a preview; the route requires a permission, so there is a caller
        if (draft.HasNoSubjects)
            return await Answer(context, draft, null, "Select at least one row first.");
        try
        {
            draft = await Freeze(Caller.Of(context)!, draft, stop);
        }
        catch (Problem problem) when (problem.IsAboutContent)
        {
            return await Answer(
                context,
                draft,
                null,
                problem.Errors is null ? problem.Message : string.Join(' ', problem.Errors.Values.SelectMany(said => said))
            );
        }
        // A form that requests its own preview is already at its address.
        if (form is not null && !form.ContainsKey("preview") && draft.Address.Length <= MaxPushedAddress)
            context.Response.Headers["HX-Push-Url"] = draft.Address;
        return draft.IsIncomplete ? await Answer(context, draft, null, null) : await Preview(context, draft, null);
    }

    private async Task<OperationDraft> Freeze(Caller caller, OperationDraft draft, CancellationToken stop) =>
        draft.NeedsSelection ? draft.With(await previews.Freeze(caller, draft.Operation.Definition.Name, draft.Target, stop))
        : draft.SelectionId is { } id ? draft.With(await previews.FindFrozen(caller, id, stop))
        : draft;

    private async Task<IResult> Run(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var draft = await Read(Caller.Of(context)!, name => form[name], context.RequestAborted);
        var caller = Caller.Of(context)!;
        try
        {
            var (earlier, key) = await submitted.Find(caller, form, context.RequestAborted);
            if (earlier is { UndoneBy: null })
                return Finish(context, earlier, draft);
            draft = await Freeze(caller, draft, context.RequestAborted);
            if (earlier is not null)
                return await Answer(
                    context,
                    draft,
                    await Make(caller, draft, context.RequestAborted),
                    "This was done and undone. Review it before you run it again."
                );
            var seen = form["preview"].ToString() is { Length: > 0 } shown ? await previews.Find(caller, shown, context.RequestAborted) : null;
            var preview = seen is not null && JsonElement.DeepEquals(seen.Input, draft.Input) ? seen : await Make(caller, draft, context.RequestAborted);
            if (!CanContinue(draft.Operation.Definition, seen, preview))
                return await Answer(context, draft, preview, seen is null ? null : "Your changes affect the preview. Review it again.");
            var asksProof = preview.AsksProof(draft.Operation.Definition, caller);
            if (asksProof && !ProofForms.IsFilledIn(form))
                return await Answer(context, draft, preview, "Confirm that it's you. Nothing was done.");
            var (proof, trouble) = asksProof ? await proofs.Check(context, form, preview.Hash) : default;
            if (trouble is not null)
                return await Answer(context, draft, preview, trouble);
            var run = await submitted.Start(
                caller,
                new(preview.PreviewId, form["reason"].ToString(), form["all_or_nothing"] == "true", proof, form["confirmation"].ToString())
                {
                    LoadedPreview = preview,
                    At = draft.StartsAt,
                },
                key,
                context.RequestAborted
            );
            return Finish(context, run, draft);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return await Preview(context, draft, problem);
        }
    }

    private static IResult Finish(HttpContext context, Run run, OperationDraft draft) =>
        run.ShownOnce is { } secret ? Reveal(context, secret, draft.Operation.Definition, draft.Back) : new ToastResult(ToToast(run, draft), draft.Back);

    private async Task<IResult> AskProof(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var preview = await previews.Find(Caller.Of(context)!, form["preview"].ToString(), context.RequestAborted);
        return await proofs.Ask(context, preview.Hash);
    }

    private async Task<OperationDraft> Read(Caller caller, Func<string, StringValues> sent, CancellationToken stop)
    {
        var operation = catalogue.Find(sent("operation").ToString());
        var draft = OperationDraft.Of(operation, await fields.Of(operation, name => sent(name).LastOrDefault(), stop), sent);
        if (operation.FieldsDependOnSubject && draft.Subjects is [var subject])
            draft = draft with { Fields = await forms.FindFields(caller, operation, subject, draft.Fields, stop) };
        return draft is { IsFilled: false, Subjects: [var only], Fields.Count: > 0 }
            ? draft.StartingWith(await forms.FindValues(caller, operation, only, stop))
            : draft;
    }

    // Text that was typed after the preview was rendered is included in the run, as long as it does not change the outcome shown.
    // Without a preview on the page, only operations that need no confirmation continue.
    private static bool CanContinue(OperationDefinition operation, Preview? seen, Preview now) =>
        seen is null
            ? now.RequiredConfirmation is RequiredConfirmation.Nothing && now.Accepted > 0
            : SameOutcome(seen, now) && (!MovesMoney(operation) || SameSentences(seen, now));

    /// <summary>Whether an external system charges or pays something, so that its amount must have been shown.</summary>
    private static bool MovesMoney(OperationDefinition operation) => operation.IsExternal && operation.FieldClasses.Contains(FieldClass.Money);

    private static bool SameSentences(Preview seen, Preview now) =>
        seen.Subjects.Select(subject => subject.Sentence).SequenceEqual(now.Subjects.Select(subject => subject.Sentence));

    private static bool SameOutcome(Preview seen, Preview now) =>
        seen.RequiredConfirmation == now.RequiredConfirmation
        && seen.Total == now.Total
        && seen.Accepted == now.Accepted
        && seen.People == now.People
        && seen.MinorUnits == now.MinorUnits
        && seen.Subjects.Select(subject => (subject.SubjectId, subject.Code)).SequenceEqual(now.Subjects.Select(subject => (subject.SubjectId, subject.Code)))
        && seen.Foretold.Select(taskPreviewResult => (taskPreviewResult.SubjectId, taskPreviewResult.State, taskPreviewResult.ReportJson))
            .SequenceEqual(now.Foretold.Select(taskPreviewResult => (taskPreviewResult.SubjectId, taskPreviewResult.State, taskPreviewResult.ReportJson)));

    private Task<Preview> Make(Caller caller, OperationDraft draft, CancellationToken stop) =>
        previews.Create(caller, draft.Operation.Definition.Name, draft.Target, draft.Input, stop);

    private async Task<IResult> Preview(HttpContext context, OperationDraft draft, Problem? before)
    {
        try
        {
            var preview = await Make(Caller.Of(context)!, draft, context.RequestAborted);
            return await Answer(context, draft, preview, before?.Message);
        }
        catch (Problem problem) when (problem.IsAboutContent)
        {
            return await Answer(context, draft, null, FormErrors.Summary(problem), problem);
        }
    }

    private async Task<PageResult> Answer(HttpContext context, OperationDraft draft, Preview? preview, string? trouble, Problem? problem = null)
    {
        var caller = Caller.Of(context)!;
        var title = draft.Operation.Definition.Title;
        var names = draft.Subjects is not [var only] ? null : preview?.Names ?? await forms.FindName(caller, draft.Operation, only, context.RequestAborted);
        title = names is null ? Wording.Translate(title) : names.About(draft.Subjects[0], title);
        return new(
            title,
            PageResult.Of<PreviewPanel>(
                (nameof(PreviewPanel.Draft), draft),
                (nameof(PreviewPanel.Preview), preview),
                (nameof(PreviewPanel.Names), names),
                (nameof(PreviewPanel.Trouble), trouble),
                (nameof(PreviewPanel.Errors), FormErrors.Fields(problem)),
                (
                    nameof(PreviewPanel.Effect),
                    preview is null
                        ? null
                        : PreviewImpact.Effect(
                            preview,
                            draft.Operation.Definition,
                            await revenue.Find(preview, draft.Operation.Definition, context.RequestAborted)
                        )
                ),
                (nameof(PreviewPanel.Summary), preview is null ? [] : await forms.Summarise(caller, draft.Operation, preview, context.RequestAborted)),
                (
                    nameof(PreviewPanel.AloneAfter),
                    preview?.RequiredConfirmation is RequiredConfirmation.SecondPerson
                        ? await verdicts.FindSoloDelay(caller, draft.Operation.Definition, context.RequestAborted)
                        : null
                ),
                (nameof(PreviewPanel.AsksProof), preview is not null && preview.AsksProof(draft.Operation.Definition, caller)),
                (
                    nameof(PreviewPanel.HasPasskey),
                    preview is not null && preview.AsksProof(draft.Operation.Definition, caller) && await proofs.HasPasskey(context)
                ),
                (nameof(PreviewPanel.AsPage), context.IsOwnPage())
            )
        );
    }

    /// <summary>Shows a secret that the run created on a separate page or dialog until it is closed. It can't be shown again.</summary>
    internal static PageResult Reveal(HttpContext context, string secret, OperationDefinition definition, string back)
    {
        if (context.IsPartial())
            context.Response.Headers["HX-Trigger"] = ToastResult.Signal;
        return new(
            definition.Title,
            PageResult.Of<SecretPanel>(
                (nameof(SecretPanel.Secret), secret.StartsWith('/') ? $"{context.Request.Scheme}://{context.Request.Host}{secret}" : secret), // a link uses the host of the request
                (nameof(SecretPanel.Noun), definition.Noun),
                (nameof(SecretPanel.Back), back),
                (nameof(SecretPanel.AsPage), context.IsOwnPage())
            )
        );
    }

    private static Toast ToToast(Run run, OperationDraft draft)
    {
        var skipped = run.Lines.Where(line => line.State is RunLineState.Refused or RunLineState.Skipped or RunLineState.Failed).ToArray();
        return new(RunSentence.Of(run, draft.Operation), skipped.Length == 0 ? Tone.Good : Tone.Soon)
        {
            Undo = !(run.UndoUntil > run.StartedAt) || run.IsRunning ? null : OperationAddress.Undo(run.RunId, draft.Back),
            More = run.IsRunning || IsSecretAwaited(run, draft) ? OperationAddress.Of(run.RunId) : null,
            Detail = skipped.Length == 0 ? null : $"{skipped.Length} skipped. {run.Names.Text(skipped[0].ParsedSentence)}",
        };
    }

    /// <summary>Whether the page of the run will show a secret that an external system creates.</summary>
    private static bool IsSecretAwaited(Run run, OperationDraft draft) => draft.Operation.Definition.ShowsSecretOnce && run.State is RunState.Waiting;
}
