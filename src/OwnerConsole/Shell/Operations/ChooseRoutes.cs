using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Offers all operations for the selected rows of a list, so that none is preselected.</summary>
public sealed class ChooseRoutes(OperationCatalogue catalogue, InputFields fields, Previews previews, PreviewRevenue revenue, SubjectResolver subjects)
{
    /// <summary>For more subjects, evaluating several operations would delay the dialog.</summary>
    private const int MaxPreviewed = 500;

    private static readonly string[] s_target = ["subject", "matching", "except", "selection", "back"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(OperationAddress.Choose, (HttpContext context, ChooseRoutes self) => self.Show(context)).RequireEither("tenant.read", "member.read");
        routes.MapPost(OperationAddress.Choose, (HttpContext context, ChooseRoutes self) => self.Show(context)).RequireEither("tenant.read", "member.read");
    }

    /// <remarks>Selections across several pages are posted as a form, because they do not fit in an address. Once frozen, they have an address again.</remarks>
    private async Task<IResult> Show(HttpContext context)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission, so there is a caller
        var form = HttpMethods.IsPost(context.Request.Method) ? await context.Request.ReadFormAsync(stop) : null;
        StringValues Sent(string name) => form is null ? context.Request.Values(name) : form[name];
        var kind = Sent("kind").ToString();
        var mode = await subjects.ModeOf(caller, Sent("subject").FirstOrDefault(), stop);
        var all = catalogue.ListFor(kind, mode);
        if (!all.Any())
            throw Problem.Invalid("kind", "must be the kind of the selected rows, such as tenant.");
        var operations = all.Where(operation => caller.Can(operation.Definition)).ToArray();
        if (operations is not [var first, ..])
            throw Problem.Forbidden(kind, "You don't have permission for any operation on these.");
        var draft = await Draft(first, Sent, stop);
        string? trouble = draft.HasNoSubjects ? "Select at least one row first." : null;
        Selection? frozen = null;
        try
        {
            frozen =
                draft.NeedsSelection ? await previews.Freeze(caller, first.Definition.Name, draft.Target, stop)
                : draft.SelectionId is { } id ? await previews.FindFrozen(caller, id, stop)
                : null;
        }
        catch (Problem problem) when (problem.IsAboutContent)
        {
            trouble = FormErrors.Summary(problem);
        }
        draft = frozen is null ? draft : draft.With(frozen);
        if (form is not null && trouble is null)
            context.Response.Headers["HX-Push-Url"] = draft.ChooseAddress;
        var cards = new List<ChoosePanel.Card>();
        foreach (var operation in First(operations, trouble is null && draft.Count <= MaxPreviewed))
            if (await Card(caller, operation, frozen, Sent, stop) is { } card)
                cards.Add(card);
        return new PageResult(
            "Bulk operations",
            PageResult.Of<ChoosePanel>(
                (nameof(ChoosePanel.Draft), draft),
                (nameof(ChoosePanel.Kind), kind),
                (nameof(ChoosePanel.Mode), mode),
                (nameof(ChoosePanel.Cards), cards),
                (nameof(ChoosePanel.Operations), trouble is null ? operations.Except(cards.Select(card => card.Draft.Operation)).ToArray() : []),
                (nameof(ChoosePanel.Trouble), trouble),
                (nameof(ChoosePanel.AsPage), context.IsOwnPage())
            )
        );
    }

    private static IEnumerable<Operation> First(IEnumerable<Operation> operations, bool areShown) =>
        operations.Where(operation => areShown && operation.Definition.BulkOrder is not null).OrderBy(operation => operation.Definition.BulkOrder);

    private async Task<OperationDraft> Draft(Operation operation, Func<string, StringValues> sent, CancellationToken stop) =>
        OperationDraft.Of(operation, await fields.Of(operation, _ => null, stop), name => s_target.Contains(name) ? sent(name) : default);

    /// <summary>Previews the operation with the defaults of its form, as the form of the card will submit it.</summary>
    private async Task<ChoosePanel.Card?> Card(Caller caller, Operation operation, Selection? frozen, Func<string, StringValues> sent, CancellationToken stop)
    {
        var draft = await Draft(operation, sent, stop);
        draft = frozen is null ? draft : draft.With(frozen);
        try
        {
            var preview = await previews.Create(caller, operation.Definition.Name, draft.Target, draft.Input, stop);
            var effect = PreviewImpact.Effect(preview, operation.Definition, await revenue.Find(preview, operation.Definition, stop));
            return new(draft, preview, effect, preview.AsksProof(operation.Definition, caller));
        }
        catch (Problem problem) when (problem.IsAboutContent)
        {
            return null; // its own dialog explains the problem
        }
    }
}
