using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Dialogs;

/// <summary>Response to a form that changed something: shows a toast and refreshes every list on the page. From a separate page or without script, it redirects back.</summary>
/// <param name="back">Path within this console to return to.</param>
public sealed class ToastResult(Toast toast, string back) : IResult
{
    /// <summary>Value of the HX-Trigger header that closes the dialog and then refreshes lists.</summary>
    public const string Signal = """{"decided":{"target":"body"}}""";

    public async Task ExecuteAsync(HttpContext context)
    {
        if (!context.IsPartial())
        {
            FlashCookie.Write(context, toast);
            await TypedResults.Redirect(LocalAddress.OrNull(back) ?? "/").ExecuteAsync(context);
            return;
        }
        // A separate page has no list below the form to refresh, so it redirects to the page with the list.
        if (context.IsOwnPage())
        {
            FlashCookie.Write(context, toast);
            context.Response.Headers["HX-Redirect"] = LocalAddress.OrNull(back) ?? "/";
            return;
        }
        // After this response is drawn, the script dispatches "done" on the body and every list that listens reloads.
        context.Response.Headers["HX-Trigger"] = Signal;
        await new ComponentResult(typeof(ToastPartial), (nameof(ToastPartial.Toast), toast)).ExecuteAsync(context);
    }
}
