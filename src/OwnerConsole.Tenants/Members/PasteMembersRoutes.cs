using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Tenants.Members.Pages;
using OwnerConsole.Tenants.Members.Public;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Members;

/// <summary>The dialog to select members by pasted IDs or email addresses. It freezes the selection, then offers the operations like selected rows do.</summary>
public sealed class PasteMembersRoutes(Database database, PastedMembers pasted, Previews previews, OperationCatalogue catalogue)
{
    public const string Address = MemberAddress.Home + "/select";

    /// <summary>Longest text of <see cref="Previews.MaxNamed"/> values.</summary>
    public const int MaxText = 100_000;

    /// <param name="back">Page to return to.</param>
    public static string Of(string back) => $"{Address}?back={Uri.EscapeDataString(back)}";

    public IResult Show(HttpContext context)
    {
        context.Request.RequireKnown("back");
        return Page(context, new(context.Request.Text("back"), Text: null, Error: null), StatusCodes.Status200OK);
    }

    public async Task<IResult> Select(HttpContext context)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // not null: the route requires a permission
        var form = await context.Request.ReadFormAsync(stop);
        var (text, back) = (form["ids"].ToString(), form["back"].ToString());
        var values = PastedValues.Split(text);
        if (FindError(text, values) is { } error)
            return Page(context, new(back, text, error), StatusCodes.Status400BadRequest);
        IReadOnlyList<string> members,
            unknown;
        Mode mode;
        await using (var work = await database.Read(stop)) // closed before the selection is stored, which has its own connection
        {
            mode = await Modes.Shown(caller, work);
            (members, unknown) = await pasted.Find(values, mode, caller.OnlyTenant, !HiddenFields.Has(FieldClass.Contact), work);
        }
        if (catalogue.ListFor("member", mode, caller) is not [var first, ..])
            throw Problem.Forbidden("member", "You don't have permission for any operation on these.");
        if (members.Count is 0 or > Previews.MaxNamed)
            return Page(context, new(back, text, Wording.TranslateForAll(DescribeCount(members.Count))), StatusCodes.Status400BadRequest);
        var selection = await previews.Freeze(caller, first.Name, TargetSelection.Of([.. members]), stop);
        var next = OperationAddress.Chosen("member", selection.SelectionId, [], LocalAddress.OrNull(back) ?? MemberAddress.Home);
        return Page(
            context,
            new(back, text, Error: null)
            {
                Found = selection.SubjectIds.Length,
                Unknown = unknown,
                Next = next,
            },
            StatusCodes.Status200OK
        );
    }

    private static string? FindError(string text, IReadOnlyList<string> values) =>
        values.Count == 0 ? "Paste at least one ID or email address."
        : text.Length > MaxText || values.Count > Previews.MaxNamed ? $"At most {Previews.MaxNamed} values can be pasted at once."
        : text.Contains('\0', StringComparison.Ordinal) ? "The text contains a character that can't be stored."
        : null;

    private static string DescribeCount(int members) =>
        members == 0 ? "None of these values names a user." : $"These values name more than {Previews.MaxNamed} users. Paste fewer at once.";

    private static PageResult Page(HttpContext context, PastedSelection selection, int status) =>
        new(
            "Select by ID",
            PageResult.Of<PasteMembersPanel>(
                (nameof(PasteMembersPanel.Selection), selection with { Back = LocalAddress.OrNull(selection.Back) ?? MemberAddress.Home }),
                (nameof(PasteMembersPanel.AsPage), context.IsOwnPage())
            )
        )
        {
            Status = status,
        };
}
