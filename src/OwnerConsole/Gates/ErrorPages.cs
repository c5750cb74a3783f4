using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Portal.Accounts.Public;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Gates;

/// <summary>An error for people: a toast where htmx asked for a part of the page, a page otherwise.</summary>
internal static class ErrorPages
{
    public static async Task Write(HttpContext context, Problem problem)
    {
        if (PortalAnswers.Has(context))
        {
            await PortalAnswers.Speak(context);
            await PortalError.Of(problem, context.TraceIdentifier).ExecuteAsync(context);
            return;
        }
        var who = await Who(context, problem);
        if (Answer.IsFragment(context))
        {
            context.Response.Headers["HX-Reswap"] = "none"; // what stands on the page stays; the toast brings its own target
            var toast = new Toast(problem.Message, Tone.Bad) { Detail = who };
            await new Drawn(typeof(ToastPartial), (nameof(ToastPartial.Toast), toast)) { Status = problem.Status }.ExecuteAsync(context);
            return;
        }
        var title = ErrorNotice.Title(problem.Status);
        var notice = Page.Of<ErrorNotice>(("Problem", problem), ("Who", who), ("RequestId", context.TraceIdentifier));
        // The frame of a signed-in page asks the database; when that is what failed, or is asked too much already, the bare page still stands.
        IResult page =
            Caller.Of(context) is { Kind: CallerKind.Person } && problem.Status is < 500 and not 429
                ? new Page(title, notice) { Status = problem.Status }
                : new SignedOutPage(title, notice) { Status = problem.Status };
        await page.ExecuteAsync(context);
    }

    /// <returns>who may what a person may not; null when it is about something else</returns>
    private static async Task<string?> Who(HttpContext context, Problem problem)
    {
        if (problem.Missing is not { } permission || Caller.Of(context) is not { Kind: CallerKind.Person } caller)
            return null;
        await using var work = await context.RequestServices.GetRequiredService<Database>().Read(context.RequestAborted);
        return await context.RequestServices.GetRequiredService<Denials>().Who(caller, permission, work);
    }
}
