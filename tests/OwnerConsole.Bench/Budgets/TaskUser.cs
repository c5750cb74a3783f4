using System.Diagnostics;
using Microsoft.Playwright;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Input device of an owner.</summary>
internal enum InputDevice
{
    Mouse,
    Keyboard,
    Phone,
}

/// <summary>Uses a page at the speed of a person: reads before each step and types letter by letter.</summary>
internal sealed class TaskUser(IPage page, InputDevice device)
{
    /// <summary>Milliseconds in which a person finds the next thing to press.</summary>
    public const int ReadingTime = 700;

    /// <summary>Milliseconds between two presses of a key that moves the focus.</summary>
    private const int StepTime = 120;

    /// <summary>More presses than this mean that the element can't be reached by keyboard.</summary>
    private const int MaxSteps = 60;

    private long _began;

    public IPage Page => page;

    public InputDevice Device => device;

    /// <summary>Clicks, taps, or presses of a key that chooses something.</summary>
    public int Clicks { get; private set; }

    public TimeSpan Taken { get; private set; }

    public void Start() => (Clicks, _began) = (0, Stopwatch.GetTimestamp());

    public void Finish() => Taken = Stopwatch.GetElapsedTime(_began);

    /// <summary>Opens the search, types a text and opens the first result with another text.</summary>
    public async Task Find(string text, string result)
    {
        if (device is InputDevice.Keyboard)
            await page.Keyboard.PressAsync("Control+k");
        else
            await Press(page.Locator("#find"));
        await page.WaitForFunctionAsync("document.activeElement.id === 'palette-q'");
        await Type(text);
        var option = page.Locator("#palette-list [role=option]").Filter(new() { HasText = result }).First;
        await option.WaitForAsync();
        if (device is not InputDevice.Keyboard)
        {
            await Press(option);
            return;
        }
        await Read();
        for (var step = 0; await option.GetAttributeAsync("aria-selected") != "true"; step++)
            await Step("ArrowDown", step);
        await Enter();
    }

    /// <summary>Presses an element, by keyboard after moving the focus to it.</summary>
    public async Task Press(ILocator element)
    {
        await element.WaitForAsync();
        await Read();
        if (device is InputDevice.Keyboard)
        {
            await SkipNavigation(element);
            await Focus(element);
            await Enter();
            return;
        }
        await (device is InputDevice.Phone ? element.TapAsync() : element.ClickAsync());
        Clicks++;
    }

    /// <summary>Fills in a field of a form. A pressed Tab key reaches the next field without a click, also on a computer with a mouse.</summary>
    public async Task Fill(ILocator field, string text)
    {
        await GoTo(field);
        await Type(text);
    }

    /// <summary>Selects an option by the first letters of its text.</summary>
    public async Task Select(ILocator list, string option)
    {
        await GoTo(list);
        await Read();
        if (device is InputDevice.Phone)
            await list.SelectOptionAsync(new SelectOptionValue { Label = option }); // the phone's own list
        else
            await Type(option);
        Clicks += device is InputDevice.Phone ? 1 : 0;
    }

    private async Task GoTo(ILocator field)
    {
        await field.WaitForAsync();
        if (device is not InputDevice.Phone)
            await Focus(field);
        else if (!await HasFocus(field))
            await Press(field);
    }

    /// <summary>Presses the link to the content, which is the first one of a new page, if the element is in the content.</summary>
    private async Task SkipNavigation(ILocator element)
    {
        if (!await element.EvaluateAsync<bool>("(element) => document.activeElement === document.body && element.closest('main') !== null"))
            return;
        await Step("Tab", 0);
        await Enter();
    }

    private async Task Focus(ILocator element)
    {
        for (var step = 0; !await HasFocus(element); step++)
            await Step("Tab", step);
    }

    private static Task<bool> HasFocus(ILocator element) => element.EvaluateAsync<bool>("(element) => element === document.activeElement");

    private async Task Step(string key, int step)
    {
        if (step == MaxSteps)
            throw new InvalidOperationException($"The element isn't reached by {MaxSteps} presses of {key} on {page.Url}.");
        await page.Keyboard.PressAsync(key);
        await page.WaitForTimeoutAsync(StepTime);
    }

    private async Task Enter()
    {
        await page.Keyboard.PressAsync("Enter");
        Clicks++;
    }

    private Task Type(string text) => page.Keyboard.TypeAsync(text, new() { Delay = device is InputDevice.Phone ? 250 : 200 });

    private Task Read() => page.WaitForTimeoutAsync(ReadingTime);
}
