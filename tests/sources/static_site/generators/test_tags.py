"""Liquid and shortcodes: what carries content is kept, everything else is named."""

import pytest

from publisher.sources.static_site.generators.hugo import expand as expand_shortcodes
from publisher.sources.static_site.generators.liquid import LONGEST, Liquid, expand


def liquid(**changed):
    """Return a site with one post, one include and a base path."""
    return Liquid(
        **{
            "variables": {
                "site": {"url": "https://example.org", "baseurl": "/b", "pages": [{"a": 1}]},
                "page": {"title": "Rain"},
            },
            "post_address": {"2018-02-09-rain": "/rain/"}.get,
            "file_address": {"_posts/2018-02-09-rain.md": "/rain/"}.get,
            "include": {
                "box.html": "<b>{{ include.text }}</b>",
                "self.html": "x{% include self.html %}",
            }.get,
            "absolute": lambda path: f"https://example.org{path}",
            "relative": lambda path: f"/b/{path.lstrip('/')}",
        }
        | changed
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{{ site.url }}{{ site.baseurl }}/a {{ page.title | upcase }}", "https://example.org/b/a RAIN"),
        ("{{ site.nothing }}|{{ 'a' | append: '-b' | prepend: 'c-' }}", "|c-a-b"),
        ('{{ "/a" | relative_url }} {{ "/a" | absolute_url }}', "/b/a https://example.org/b/a"),
        ("{% raw %}{{ x }} {% y %}{% endraw %}", "{{ x }} {% y %}"),
        ("{%raw%}{{x}}{%endraw%}", "{{x}}"),
        ("a{% comment %} b {% endcomment %}c", "ac"),
        ("[it]({% post_url 2018-02-09-rain %})", "[it](/rain/)"),
        ("[it]({% link _posts/2018-02-09-rain.md %})", "[it](/rain/)"),
        ('{% include box.html text="wet" %}', "<b>wet</b>"),
        ('{% assign n = "1|2" | split: "|" %}{% for i in n %}[{{ i }}]: /{{ i }}\n{% endfor %}', "[1]: /1\n[2]: /2\n"),
        ("{% for i in (1..3) %}{{ i }}{% endfor %}", "123"),
        ("{% capture x %}a{{ page.title }}{% endcapture %}{{ x }}{{ x }}", "aRainaRain"),
        ("{% if x %}a{% else %}b{% endif %}{% unless x %}c{% endunless %}", "bc"),
        ("{% if page.title == 'Rain' and site.url contains 'org' %}a{% if x %}b{% endif %}{% else %}c{% endif %}", "a"),
        ("{% if x %}a{% elsif 2 > 10 %}b{% elsif page.title != 'Sun' or x %}c{% else %}d{% endif %}e", "ce"),
        (
            "{% assign n = true %}{% if n %}a{% endif %}{% if n == false %}b{% endif %}{% if 'x' <= 3 %}c{% endif %}",
            "a",
        ),
        ("{% if x %}never closed", ""),
        ('{% img left /a.png 20 30 Title "An <i>" %}', '<img src="/a.png" alt="An &lt;i&gt;">'),
        ("{% asset_img a.jpg %}", '<img src="a.jpg" alt="">'),
        ("{% codeblock lang:ruby a.rb %}\nputs {{ x }}\n{% endcodeblock %}", "```ruby\nputs {{ x }}\n```\n"),
        (
            "{% youtube w7 %}",
            '<p><a href="https://www.youtube.com/watch?v=w7">https://www.youtube.com/watch?v=w7</a></p>',
        ),
        ("a {%- comment -%} b {%- endcomment -%} c", "a c"),
        ("{{ unclosed", "{{ unclosed"),
        ("{% raw %}never closed", "never closed"),
    ],
)
def test_what_liquid_prints_is_kept(written, expected):
    """Tags with content give it, and nothing is reported."""
    assert expand(written, liquid()) == (expected, ())


@pytest.mark.parametrize(
    ("written", "expected", "removed"),
    [
        ("a{% gist 123 %}b", "ab", ("gist",)),
        ("{% if site.data.x %}a{% else %}b{% endif %}", "ab", ("if",)),
        ("{% for p in site.posts %}x{% endfor %}y", "y", ("for",)),
        ("{% include nothing.html %}", "", ("include",)),
        ("{% post_url 2000-01-01-no %}", "", ("post_url",)),
        ("{% img nothing %}", "", ("img",)),
    ],
)
def test_other_tags_are_taken_out_and_named(written, expected, removed):
    """What only the site can fill in goes, the text between stays."""
    assert expand(written, liquid()) == (expected, removed)


def test_highlighted_code_becomes_a_fence():
    """Code keeps every character, its language, and a fence longer than those inside."""
    assert expand("{% highlight ruby linenos %}\nputs '{{ x }}'\n{% endhighlight %}\n", liquid()) == (
        "```ruby\nputs '{{ x }}'\n```\n\n",
        (),
    )
    assert expand("{% highlight md %}```{% endhighlight %}", liquid())[0] == "````md\n```\n````\n"
    assert expand("{% highlight c %}a < b{% endhighlight %}", liquid(in_html=True))[0] == (
        '<pre><code class="language-c">a &lt; b</code></pre>'
    )


def test_includes_and_loops_end():
    """An include of itself and nested loops cost bounded memory."""
    made, removed = expand("{% include self.html %}", liquid())
    loop = "{% for a in (1..9999) %}"

    assert made.strip("x") == ""
    assert removed == ("include",)
    assert len(expand(loop * 4 + "x" * 100 + "{% endfor %}" * 4, liquid())[0]) <= 2 * LONGEST


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            '{{< figure src="a.png" caption="A <b" >}}',
            '<figure><img src="a.png" alt="A &lt;b"><figcaption>A &lt;b</figcaption></figure>',
        ),
        (
            '{{< figure src="a.png" link="/b" title="T" attr="Ann" attrlink="/ann" >}}',
            (
                '<figure><a href="/b"><img src="a.png" alt=""></a>'
                '<figcaption><strong>T</strong> <a href="/ann">Ann</a></figcaption></figure>'
            ),
        ),
        (
            '{{< figure src="a.png" caption="By *Ann*, [here](/a)" >}}',
            (
                '<figure><img src="a.png" alt="By Ann, here">'
                '<figcaption>By <em>Ann</em>, <a href="/a">here</a></figcaption></figure>'
            ),
        ),
        ('{{% img src="a.png" alt=`x` %}}', '<figure><img src="a.png" alt="x"></figure>'),
        (
            "{{< youtube w7 >}}",
            (
                '<p><a href="https://www.youtube.com/watch?v=w7">'
                '<img src="https://img.youtube.com/vi/w7/hqdefault.jpg" alt="https://www.youtube.com/watch?v=w7"></a></p>'
            ),
        ),
        ('{{< vimeo id="146022717" title="My vimeo" />}}', '<p><a href="https://vimeo.com/146022717">My vimeo</a></p>'),
        ('{{< photo-left src="a.JPG" alt="x" >}}', '<figure><img src="a.JPG" alt="x"></figure>'),
        ("{{< gist a 7 >}}", '<a href="https://gist.github.com/a/7">https://gist.github.com/a/7</a>'),
        ('[a]({{< ref "rain.md" >}}) [b]({{% relref "rain.md" %}})', "[a](/rain/) [b](/rain/)"),
        ('{{< highlight go "linenos=table" >}}\na {{ b }}\n{{< /highlight >}}', "```go\na {{ b }}\n```\n"),
        ("{{</* figure */>}}", "{{< figure >}}"),
    ],
)
def test_hugos_own_shortcodes_are_filled_in(written, expected):
    """The shortcodes that carry content become Markdown or HTML."""
    assert expand_shortcodes(written, {"rain.md": "/rain/"}.get) == (expected, ())


def test_other_shortcodes_are_taken_out_and_named():
    """What a theme would fill in goes, what stands between a pair stays."""
    written = '{{< note "x" >}}Wet{{< /note >}} {{< youtube "no good" >}}{{% ref nowhere %}}{{< figure >}}'

    assert expand_shortcodes(written, {}.get) == ("Wet ", ("note", "youtube", "ref", "figure"))
