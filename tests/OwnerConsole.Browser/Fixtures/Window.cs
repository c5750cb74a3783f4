using Microsoft.Playwright;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A window of the browser that hears every complaint of the page: errors of scripts, of loading and of the content security policy.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += (_, dialog) =>
        {
            _complaints.Add("somebody's name ran as a script: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public ILocator Toast => Page.Locator(".toast");

    /// <summary>Since it was asked last.</summary>
    public void ShouldHaveNoComplaints()
    {
        IReadOnlyList<string> heard = [.. _complaints];
        _complaints.Clear();
        heard.ShouldBeEmpty();
    }

    public async Task<string> Focused() => await Page.EvaluateAsync<string>("document.activeElement.id");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
