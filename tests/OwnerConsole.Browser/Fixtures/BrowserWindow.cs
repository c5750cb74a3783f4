using Microsoft.Playwright;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A browser window that records complaints of the page: errors of scripts, loading errors, and content security policy violations.</summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly List<string> _expected = [];

    public BrowserWindow(IBrowserContext context, IPage page)
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
            _complaints.Add("a text ran as a script: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public ILocator Toast => Page.Locator(".toast");

    /// <summary>Checks that there were no complaints since the last check.</summary>
    public void ShouldHaveNoComplaints() => ReadComplaints().ShouldBeEmpty();

    /// <summary>
    /// Checks that all complaints since the last check contain one of these words. Later complaints with them are ignored until the window is closed.
    /// </summary>
    public void ShouldComplainOnlyOf(params string[] words)
    {
        _expected.AddRange(words);
        UnexpectedComplaints().ShouldBeEmpty();
    }

    /// <summary>Presses Tab until the target has the focus.</summary>
    public async Task TabTo(ILocator target)
    {
        await Assertions.Expect(target).ToHaveCountAsync(1);
        for (var pressed = 0; pressed < 200 && !await target.EvaluateAsync<bool>("element => element === document.activeElement"); pressed++)
            await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(target).ToBeFocusedAsync();
    }

    /// <summary>Moves the focus to the target by Tab and presses Enter.</summary>
    public async Task Press(ILocator target)
    {
        await TabTo(target);
        await Page.Keyboard.PressAsync("Enter");
    }

    public async Task<string> Focused() => await Page.EvaluateAsync<string>("document.activeElement.id");

    private string[] ReadComplaints()
    {
        string[] complaints = [.. _complaints];
        _complaints.Clear();
        return complaints.Any(complaint => complaint.Contains("status of 500", StringComparison.Ordinal))
            ? [.. complaints, .. ServerErrors.Latest]
            : complaints;
    }

    private string[] UnexpectedComplaints() =>
        [.. ReadComplaints().Where(complaint => !_expected.Any(word => complaint.Contains(word, StringComparison.OrdinalIgnoreCase)))];

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        NoComplaintsAttribute.Record(UnexpectedComplaints());
    }
}
