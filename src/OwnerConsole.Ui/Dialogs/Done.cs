using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Dialogs;

/// <summary>Response to a form that changed something: shows a toast and refreshes every list on the page. From a separate page or without script, it redirects back.</summary>
/// <param name="back">Path within this console to return to.</param>
public sealed class Done(Toast toast, string back) : IResult
{
    /// <summary>Value of the HX-Trigger header that closes the dialog and then refreshes lists.</summary>
    public const string Signal = """{"decided":{"target":"body"}}""";

    public async Task ExecuteAsync(HttpContext context)
    {
        if (!context.IsPartial())
        {
            Flash.Give(context, toast);
            await TypedResults.Redirect(Local.Address(back) ?? "/").ExecuteAsync(context);
            return;
        }
        // A separate page has no list below the form to refresh, so it redirects to the page with the list.
        if (context.IsOwnPage())
        {
            Flash.Give(context, toast);
            context.Response.Headers["HX-Redirect"] = Local.Address(back) ?? "/";
            return;
        }
        // After this response is drawn, the script dispatches "done" on the body and every list that listens reloads.
        context.Response.Headers["HX-Trigger"] = Signal;
        await new Drawn(typeof(ToastPartial), (nameof(ToastPartial.Toast), toast)).ExecuteAsync(context);
    }
}
