using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Dialogs;

/// <summary>The answer to a form that did something: one toast, and every list on the page looks again. From a page of its own, and without script: back to where it was pressed.</summary>
/// <param name="back">a path of this console</param>
public sealed class Done(Toast toast, string back) : IResult
{
    /// <summary>The value of HX-Trigger that closes the dialog that asked, and then makes lists look again.</summary>
    public const string Signal = """{"decided":{"target":"body"}}""";

    public async Task ExecuteAsync(HttpContext context)
    {
        if (!context.IsPartial())
        {
            Flash.Give(context, toast);
            await TypedResults.Redirect(Local.Address(back) ?? "/").ExecuteAsync(context);
            return;
        }
        // On a page of its own there is no list under the form that could look again: it goes back to one.
        if (context.IsOwnPage())
        {
            Flash.Give(context, toast);
            context.Response.Headers["HX-Redirect"] = Local.Address(back) ?? "/";
            return;
        }
        // Once this is drawn the script says "done" on the body: whoever shows what changed listens, and fetches it anew.
        context.Response.Headers["HX-Trigger"] = Signal;
        await new Drawn(typeof(ToastPartial), (nameof(ToastPartial.Toast), toast)).ExecuteAsync(context);
    }
}
