using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Serves the entries of an open actions menu. They are not part of the page, because each operation loads its own facts.</summary>
public sealed class ActionRoutes(OperationCatalogue catalogue, SubjectResolver subjects, OperationAvailability availability, Database database)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(OperationAddress.Actions, (HttpContext context, ActionRoutes self) => self.Show(context)).RequireEither("tenant.read", "member.read");

    private async Task<IResult> Show(HttpContext context)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission, so there is a caller
        var subjectId = context.Request.Text("subject") ?? throw Problem.NotFound("subject", "");
        var mode = await subjects.ModeOf(caller, subjectId, stop);
        var operations = catalogue.ListFor(context.Request.Text("kind") ?? "", mode).Where(operation => caller.Can(operation.Definition)).ToArray();
        var refusals = await availability.FindRefusals(caller, subjectId, operations, stop);
        await using var work = await database.Read(stop);
        var names = await SentenceRenderer.For(
            refusals.Values.SelectMany(sentence => sentence.Parts).Select(part => part.Ref).OfType<string>().Append(subjectId),
            work
        );
        var back = LocalAddress.OrNull(context.Request.Text("back")) ?? "/";
        return new PageResult(
            "Actions",
            PageResult.Of<ActionList>(
                (nameof(ActionList.Id), context.Request.Text("menu") ?? "do"),
                (nameof(ActionList.Items), operations.Select(operation => Item(operation.Definition)).ToArray())
            )
        );

        ActionItem Item(OperationDefinition operation) =>
            new(
                operation,
                names.About(subjectId, operation.Title),
                OperationAddress.Of(operation.Name, [subjectId], back),
                refusals.TryGetValue(operation.Name, out var refusal) ? names.Text(refusal) : null
            );
    }
}
